package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.PixelFormat.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EncodeSettingsTest {
    @ParameterizedTest
    @EnumSource(Codec.class)
    void defaultsAreValid(Codec codec) {
        EncodeSettings settings = EncodeSettings.of(codec);
        assertThat(settings.threads()).isPositive();
        assertThat(settings.crf() >= 0).isEqualTo(codec.hasCrf());
        assertThat(codec.available()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "H264, slowest, 'preset of H264 must be one of ultrafast, superfast,'",
        "H264, '', 'preset of H264 must be one of'",
        "H265, 5, 'preset of H265 must be one of'",
        "AV1, 14, 'preset of AV1 must be one of 0, 1, 2,'",
        "PRORES, medium, 'preset of PRORES must be one of proxy, lt, standard, hq, 4444, 4444xq, got ''medium'''",
        "FFV1, medium, 'preset of FFV1 must be left out, got ''medium'''"
    })
    void presetsAreChecked(Codec codec, String preset, String message) {
        assertThatThrownBy(() -> EncodeSettings.of(codec).withPreset(preset))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 52, 0..51",
        "H265, -1, 0..51",
        "AV1, 0, 1..63",
        "AV1, 64, 1..63",
        "FFV1, 10, left out",
        "PRORES, 0, left out"
    })
    void rateFactorsAreChecked(Codec codec, int crf, String rule) {
        assertThatThrownBy(() -> EncodeSettings.of(codec).withCrf(crf))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining(rule)
                .hasMessageEndingWith("got " + crf);
    }

    @Test
    void threadsAndDistancesAreChecked() {
        EncodeSettings settings = EncodeSettings.of(Codec.H264);
        assertThatThrownBy(() -> settings.withThreads(0)).hasMessageContaining("1..64, got 0");
        assertThatThrownBy(() -> settings.withGop(0)).hasMessageContaining("1..10000, got 0");
    }

    @ParameterizedTest
    @CsvSource({
        "placebo, 0",
        "veryslow, 2",
        "slower, 3",
        "slow, 5",
        "medium, 7",
        "fast, 8",
        "faster, 9",
        "veryfast, 10",
        "superfast, 11",
        "ultrafast, 12"
    })
    void svtTakesTheNamesOfX264(String name, String number) {
        assertThat(EncodeSettings.of(Codec.AV1).withPreset(name).preset()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"h264, H264", "H265, H265", "hevc, H265", "AV1, AV1", "prores, PRORES", "ffv1, FFV1"})
    void codecsHaveNames(String name, Codec codec) {
        assertThat(Codec.of(name)).isEqualTo(codec);
    }

    @Test
    void anUnknownCodecIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Codec.of("vp9"))
                .isInstanceOf(MediaException.class)
                .hasMessage("unknown codec 'vp9'; known: h264, h265, av1, prores, ffv1");
    }

    @ParameterizedTest
    @CsvSource({
        "H264, YUV, 8, 1, 1, yuv420p",
        "H264, YUV, 9, 1, 0, yuv422p10",
        "H264, YUV, 12, 0, 0, yuv444p10",
        "H264, RGB, 8, 0, 0, yuv444p",
        "H264, YUV, 8, 2, 0, yuv422p",
        "H265, RGB, 10, 0, 0, gbrp10",
        "H265, YUV, 16, 1, 1, yuv420p12",
        "AV1, YUV, 8, 0, 0, yuv420p",
        "AV1, YUV, 12, 1, 1, yuv420p10",
        "AV1, GRAY, 8, 0, 0, yuv420p",
        "PRORES, YUV, 8, 1, 1, yuv422p10",
        "PRORES, YUV, 8, 0, 0, yuv444p10",
        "FFV1, YUV, 8, 2, 2, yuv420p",
        "FFV1, GRAY, 16, 0, 0, gray16"
    })
    void theNearestLayoutLosesLeast(Codec codec, Model model, int depth, int x, int y, String nearest) {
        assertThat(codec.nearest(new PixelFormat(model, depth, x, y))).hasToString(nearest);
    }
}
