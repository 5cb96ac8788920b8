package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdcVsrFiguresTest {
    /** A network of two stages and one layer, 6 and 12 wide, written out; 3 frames of 16x24 that become 64x96. */
    @ParameterizedTest
    @CsvSource({"PER_LAYER", "PER_STAGE"})
    void countsWhatCanBeCountedByHand(TemporalPlacement placement) {
        UNetConfig unet = new UNetConfig(
                12,
                8,
                List.of(6, 12),
                1,
                List.of(true, false),
                List.of(false, true),
                List.of(2, 3),
                0,
                0,
                AdcSrConfig::prunedGroups,
                1e-5);
        AdcVsrConfig config =
                new AdcVsrConfig(new AdcSrConfig(2, unet, List.of(4, 4, 4, 8), 1, NormGroups.fixed(2)), placement);

        Map<String, Long> macs = AdcVsrFigures.macs(config, 3, 64, 96);

        long large = 8 * 12;
        long small = 4 * 6;
        long down = resnet(large, 6, 6) + transformer(large, 6) + 9 * small * 6 * 6 + resnet(small, 6, 12);
        long mid = 2 * resnet(small, 12, 12) + transformer(small, 12);
        // Two layers a stage. Skips, from the last: 12 and 6 wide, both after the halving, then 6 and 6.
        long up = resnet(small, 12 + 12, 12)
                + resnet(small, 12 + 6, 12)
                + 9 * large * 12 * 12
                + resnet(large, 12 + 6, 6)
                + resnet(large, 6 + 6, 6)
                + 2 * transformer(large, 6);
        long ends = 9 * large * (12 * 6 + 6 * 8);
        assertThat(macs.get("UNet")).isEqualTo(3 * (down + mid + up + ends));

        long block = 2 * 3;
        long layers = block * (large * 6 * 6 * (2 + 4) + small * 12 * 12 * (1 + 3 + 2));
        long stages = block * (small * 6 * 6 + small * 12 * 12 * 2 + large * 12 * 12 + large * 6 * 6);
        assertThat(macs.get("temporal blocks"))
                .isEqualTo(3 * (placement == TemporalPlacement.PER_LAYER ? layers : stages));

        long middle = 2 * resnet(large, 8, 8) + large * 4 * 8 * 8 + 2 * large * large * 8;
        long stage =
                resnet(large, 8, 8) + resnet(4 * large, 8, 4) + resnet(16 * large, 4, 4) + resnet(64 * large, 4, 4);
        long doublings = 9 * (4 * large * 8 * 8 + 16 * large * 4 * 4 + 64 * large * 4 * 4);
        assertThat(macs.get("decoder")).isEqualTo(3 * (middle + stage + doublings + 9 * 64 * large * 4 * 3));
    }

    private static long resnet(long pixels, long in, long out) {
        return pixels * (9 * in * out + 9 * out * out + (in == out ? 0 : in * out));
    }

    /** Entrance and exit, queries, keys, values and their exit, a gated layer of four widths, and attention. */
    private static long transformer(long pixels, long width) {
        return pixels * width * width * (2 + 4 + 8 + 4) + 2 * pixels * pixels * width;
    }
}
