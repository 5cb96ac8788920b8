package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.PixelFormat.Model;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
    @ParameterizedTest
    @CsvSource({
        "a.mp4, MP4",
        "a.M4V, MP4",
        "a.b.mov, MOV",
        "a.mkv, MKV",
        "a.webm, WEBM",
        "a.ts, TS",
        "a.MTS, TS",
        "a.m2ts, TS",
        "a.avi, AVI",
        "a.nut, NUT"
    })
    void theExtensionSaysTheContainer(String file, Container container) {
        assertThat(Container.of(Path.of(file))).isEqualTo(container);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.wmv", "mp4", "a.", "a.mp4/b"})
    void anUnknownExtensionIsRefused(String file) {
        assertThatThrownBy(() -> Container.of(Path.of(file)))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(file)
                .hasMessageContaining("known: mp4, m4v, mov");
    }

    @ParameterizedTest
    @CsvSource({"in.mp4, mp4", "in.MOV, mov", "in.wmv, mkv", "in, mkv", "in.m2ts, m2ts"})
    void theOutputFollowsTheSource(String source, String extension) {
        assertThat(Container.extensionFollowing(Path.of(source))).isEqualTo(extension);
    }

    @ParameterizedTest
    @CsvSource({
        "MP4, 8, H264",
        "MP4, 10, H265",
        "TS, 10, H265",
        "MKV, 12, H265",
        "WEBM, 8, AV1",
        "WEBM, 10, AV1",
        "AVI, 8, H264"
    })
    void eachHasACodecOfItsOwn(Container container, int depth, Codec codec) {
        assertThat(container.defaultCodec(new PixelFormat(Model.YUV, depth, 1, 1)))
                .isEqualTo(codec);
        assertThat(container.holds(codec)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MP4, PRORES, MOV",
        "MP4, FFV1, MKV",
        "WEBM, H264, MP4",
        "TS, AV1, WEBM",
        "AVI, H265, MKV",
        "MOV, AV1, MP4"
    })
    void aWrongCodecIsRefusedWithTheRemedy(Container container, Codec codec, String remedy) {
        assertThatThrownBy(() -> container.adapt(EncodeSettings.of(codec)))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith(container + " does not hold " + codec)
                .hasMessageContaining(remedy);
    }

    @Test
    void aviTakesFramesInOrder() {
        assertThat(Container.AVI.adapt(EncodeSettings.of(Codec.H264)).reorder()).isFalse();
        assertThat(Container.MP4.adapt(EncodeSettings.of(Codec.H264)).reorder()).isTrue();
    }
}
