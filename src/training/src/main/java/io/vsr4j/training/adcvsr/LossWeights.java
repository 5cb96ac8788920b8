package io.vsr4j.training.adcvsr;

import io.vsr4j.training.Settings;

/**
 * How much each loss counts (equations 2 and 3).
 *
 * @param pixels of the mean absolute difference from the teacher's pictures
 * @param dists of DISTS from them, lambda 1
 * @param features of the mean absolute difference from the teacher's features
 * @param pixelCritic of what the critic of pictures says, lambda 2
 * @param featureCritic of what the critic of features says, lambda 3
 */
record LossWeights(double pixels, double dists, double features, double pixelCritic, double featureCritic) {
    private static final double MOST = 1e6;

    static LossWeights of(Settings settings) {
        return new LossWeights(
                settings.number("loss.pixels", 0, MOST),
                settings.number("loss.dists", 0, MOST),
                settings.number("loss.features", 0, MOST),
                critic(settings, "loss.pixel-critic"),
                critic(settings, "loss.feature-critic"));
    }

    /** The first stage has no critics. */
    private static double critic(Settings settings, String name) {
        return settings.has(name) ? settings.number(name, 0, MOST) : 0;
    }

    /** {@return whether anything is said by critics} */
    boolean adversarial() {
        return pixelCritic > 0 || featureCritic > 0;
    }
}
