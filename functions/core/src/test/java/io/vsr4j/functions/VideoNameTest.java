package io.vsr4j.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.upscale.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of names that users give. */
class VideoNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clip.mp4|clip.mp4",
                "../../x|x",
                "a/b|b",
                "a\\b.mkv|b.mkv",
                "..|video",
                ".|video",
                "/|video",
                ".mp4|mp4",
                "clip.json|clip.json_",
                "CLIP.JSON|CLIP.JSON_",
                "a:b?.mp4|a_b_.mp4",
                "Größe 日本.mp4|Größe 日本.mp4",
                "many.dots.in.it.mov|many.dots.in.it.mov",
            })
    void lastPartWithoutWhatNoDiskTakes(String text, String name) {
        assertThat(VideoName.of(text).forObjects()).isEqualTo(name);
    }

    @Test
    void neverTooLongNorEmpty() {
        for (String text :
                new String[] {null, "", " ", "\0", "\u202e", "\ud800", "x".repeat(300), "ß🎬".repeat(99) + ".mkv"}) {
            String name = VideoName.of(text).forObjects();
            assertThat(name).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(165);
        }
        assertThat(VideoName.of("🎬".repeat(99) + ".mkv").forObjects()).endsWith("🎬.mkv");
    }

    /** What is done with a name takes longer than its length, and everybody who lists jobs reads it. */
    @Test
    void longerThanNamesAre() {
        assertThat(VideoName.of("x".repeat(1000)).forObjects()).hasSize(150);
        assertThatThrownBy(() -> VideoName.of("x".repeat(1001)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1001 characters");
    }
}
