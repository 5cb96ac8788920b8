package io.vsr4j.training.ultravsr;

import io.vsr4j.training.Settings;

/**
 * How much each loss of the model counts (section 4.1.2, which does not say how much). What counts nothing is not computed,
 * nor are the networks trained that only it needs.
 *
 * @param mse mean squared error, colours from -1 to 1
 * @param lpips perceptual distance
 * @param gan the temporal critic's
 * @param sjd spatio-temporal joint distillation
 */
record LossWeights(double mse, double lpips, double gan, double sjd) {
    private static final double MOST = 1e6;

    static LossWeights of(Settings settings) {
        return new LossWeights(
                settings.number("loss.mse", 0, MOST),
                settings.number("loss.lpips", 0, MOST),
                settings.number("loss.gan", 0, MOST),
                settings.number("loss.sjd", 0, MOST));
    }
}
