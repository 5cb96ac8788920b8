package io.vsr4j.training.adcvsr;

import io.vsr4j.models.adcvsr.AdcSrConfig;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.TemporalPlacement;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.List;

/** A network that is as small as networks are, and enlarges as the published one does. */
final class Sizes {
    static final AdcVsrConfig CONFIG = new AdcVsrConfig(
            new AdcSrConfig(
                    2,
                    new UNetConfig(
                            12,
                            16,
                            List.of(12, 16),
                            1,
                            List.of(false, true),
                            List.of(true, false),
                            List.of(1, 2),
                            0,
                            0,
                            AdcSrConfig::prunedGroups,
                            1e-5),
                    List.of(8, 8, 8, 16),
                    1,
                    NormGroups.fixed(4)),
            TemporalPlacement.PER_LAYER);

    private Sizes() {}
}
