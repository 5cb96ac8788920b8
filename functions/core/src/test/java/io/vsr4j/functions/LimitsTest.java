package io.vsr4j.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.InvalidRequestException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users may ask for. */
class LimitsTest {
    private static final Limits LIMITS = new Limits(100, 50, 2.0, 64 * 48, 3);

    private static VideoInfo video(int width, int height, int millis) {
        FrameIndex frames = new FrameIndex(new Rational(1, 1000), new long[] {500, 540}, new int[] {0}, 500 + millis);
        return new VideoInfo(
                0,
                "none",
                width,
                height,
                PixelFormat.YUV420P,
                false,
                ColourTags.UNSPECIFIED,
                new Rational(1, 1),
                0,
                false,
                HdrMetadata.NONE,
                new Rational(25, 1),
                frames);
    }

    @Test
    void whatJustFitsPasses() {
        assertThatCode(() -> LIMITS.requireBytes("a", 100)).doesNotThrowAnyException();
        assertThatCode(() -> LIMITS.requireVideo("a", video(64, 48, 2000))).doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotIsSaidWithValueAndRule() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> LIMITS.requireBytes("a.mp4", 101))
                .withMessageContaining("a.mp4 has 101 bytes, more than the limit of 100 (vsr.limit.bytes)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> LIMITS.requireVideo("a.mp4", video(65, 48, 2000)))
                .withMessageContaining("65x48, 3120 pixels, more than the limit of 3072 (vsr.limit.pixels)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> LIMITS.requireVideo("a.mp4", video(64, 48, 2100)))
                .withMessageContaining("a.mp4 is 2.1 s long, more than the limit of 2.0 s (vsr.limit.seconds)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .as("sizes whose product is no int")
                .isThrownBy(() -> LIMITS.requireVideo("a.mp4", video(1 << 20, 1 << 20, 10)));
    }

    @Test
    void theyAreConfiguration() {
        Limits limits = ServiceSettings.of(
                        Map.of(
                                "VSR_BUCKET", "b",
                                "VSR_LIMIT_BYTES", "1000",
                                "VSR_LIMIT_DIRECT_BYTES", "10",
                                "VSR_LIMIT_SECONDS", "1.5",
                                "VSR_LIMIT_PIXELS", "99",
                                "VSR_LIMIT_ACTIVE_JOBS", "7"),
                        Map.of())
                .config()
                .limits();
        assertThat(limits).isEqualTo(new Limits(1000, 10, 1.5, 99, 7));
        assertThat(ServiceSettings.of(Map.of("VSR_BUCKET", "b"), Map.of())
                        .config()
                        .limits())
                .isEqualTo(Limits.DEFAULT);
        assertThat(ServiceSettings.of(Map.of("VSR_BUCKET", "b", "VSR_PROFILE", "cloud"), Map.of())
                        .config()
                        .limits()
                        .directBytes())
                .isEqualTo(64L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "direct-bytes", "seconds", "pixels", "active-jobs"})
    void whatLetsNothingThroughIsRefused(String name) {
        for (String value : new String[] {"0", "-1", "many"}) {
            ServiceSettings settings =
                    ServiceSettings.of(Map.of(), Map.of("vsr.bucket", "b", "vsr.limit." + name, value));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(settings::config)
                    .withMessageContaining("vsr.limit." + name);
        }
    }
}
