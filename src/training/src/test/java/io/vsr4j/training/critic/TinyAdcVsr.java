package io.vsr4j.training.critic;

import io.vsr4j.models.adcvsr.AdcSrConfig;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.TemporalPlacement;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.List;

/** Sizes that a test has time for. */
final class TinyAdcVsr {
    private TinyAdcVsr() {}

    static AdcVsrConfig config() {
        UNetConfig unet = new UNetConfig(
                48,
                16,
                List.of(6, 8),
                1,
                List.of(false, true),
                List.of(true, false),
                List.of(1, 2),
                0,
                0,
                AdcSrConfig::prunedGroups,
                1e-5);
        AdcSrConfig image = new AdcSrConfig(4, unet, List.of(8, 8, 8, 16, 16), 1, NormGroups.fixed(4));
        return new AdcVsrConfig(image, TemporalPlacement.PER_LAYER);
    }
}
