package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;

/**
 * How much of a clean sample is left at each timestep of a variance-preserving diffusion (Ho et al., "Denoising Diffusion
 * Probabilistic Models", 2020): {@code x_t = sqrt(alphas_cumprod[t]) x0 + sqrt(1 - alphas_cumprod[t]) epsilon}.
 *
 * <p>Tables and factors are single-precision numbers, computed in the order that PyTorch's are, since networks and
 * published results were made with these very bits.
 */
public final class NoiseSchedule {
    /** What Stable Diffusion 1 and 2 were trained with: "scaled linear" from 0.00085 to 0.012 in 1000 timesteps. */
    public static final NoiseSchedule STABLE_DIFFUSION = scaledLinear(0.00085, 0.012, 1000);

    private final float[] betas;
    private final float[] alphasCumprod;

    private NoiseSchedule(float[] betas) {
        this.betas = betas;
        alphasCumprod = new float[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            alphasCumprod[t] = (float) product;
        }
    }

    /**
     * Makes the schedule whose betas are the squares of evenly spaced numbers.
     *
     * @param betaStart the first beta, in (0, 1)
     * @param betaEnd the last beta, in (0, 1)
     * @param timesteps how many, at least 2
     * @return the schedule
     */
    public static NoiseSchedule scaledLinear(double betaStart, double betaEnd, int timesteps) {
        if (!(betaStart > 0 && betaStart < 1 && betaEnd > 0 && betaEnd < 1)) {
            throw new IllegalArgumentException("betas must be in (0, 1), got " + betaStart + " and " + betaEnd);
        }
        if (timesteps < 2) {
            throw new IllegalArgumentException("timesteps must be at least 2, got " + timesteps);
        }
        float start = (float) Math.sqrt(betaStart);
        float end = (float) Math.sqrt(betaEnd);
        float step = (end - start) / (timesteps - 1);
        float[] betas = new float[timesteps];
        for (int t = 0; t < timesteps; t++) {
            // From the nearer end, with one rounding.
            float root = t < timesteps / 2 ? Math.fma(step, t, start) : Math.fma(-step, timesteps - 1 - t, end);
            betas[t] = root * root;
        }
        return new NoiseSchedule(betas);
    }

    /** {@return the number of timesteps} */
    public int timesteps() {
        return betas.length;
    }

    /** {@return a copy of the table of betas, the share of variance that each timestep replaces by noise} */
    public float[] betas() {
        return betas.clone();
    }

    /** {@return a copy of the table of products of all {@code 1 - beta} up to each timestep, falling} */
    public float[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /**
     * {@return how much of the variance at a timestep is signal}
     *
     * @param t 0 to {@link #timesteps} - 1
     */
    public float alphaCumprod(int t) {
        if (t < 0 || t >= alphasCumprod.length) {
            throw new IllegalArgumentException("timestep must be in 0.." + (alphasCumprod.length - 1) + ", got " + t);
        }
        return alphasCumprod[t];
    }

    /**
     * {@return the factor of the clean sample at a timestep}
     *
     * @param t 0 to {@link #timesteps} - 1
     */
    public float signal(int t) {
        return (float) Math.sqrt(alphaCumprod(t));
    }

    /**
     * {@return the factor of the noise at a timestep}
     *
     * @param t 0 to {@link #timesteps} - 1
     */
    public float noise(int t) {
        return (float) Math.sqrt(1 - alphaCumprod(t));
    }

    /**
     * Adds noise to a clean sample.
     *
     * @param x0 the clean sample; its manager receives the result
     * @param epsilon standard normal noise of the same shape
     * @param t 0 to {@link #timesteps} - 1
     * @return the sample at {@code t}
     */
    public NDArray addNoise(NDArray x0, NDArray epsilon, int t) {
        return Combination.of(signal(t), x0, noise(t), epsilon);
    }

    /**
     * What a network learns that predicts v (Salimans and Ho, "Progressive Distillation", 2022).
     *
     * @param x0 the clean sample; its manager receives the result
     * @param epsilon the noise, of the same shape
     * @param t 0 to {@link #timesteps} - 1
     * @return {@code sqrt(alphas_cumprod) epsilon - sqrt(1 - alphas_cumprod) x0}
     */
    public NDArray velocity(NDArray x0, NDArray epsilon, int t) {
        return Combination.of(-noise(t), x0, signal(t), epsilon);
    }

    /**
     * Finds the timestep whose signal is as strong as what a degradation left: argmin of
     * {@code |d - sqrt(alphas_cumprod[t])|} (UltraVSR, restoration-oriented timestep).
     *
     * @param d 0 (nothing left) to 1 (clean)
     * @return 0 to {@link #timesteps} - 1; the smaller of two that are equally near
     */
    public int nearestTimestep(double d) {
        return nearest(d, true);
    }

    /**
     * As {@link #nearestTimestep}, by the variance instead of its root: argmin of {@code |d - alphas_cumprod[t]|}.
     *
     * @param d 0 (nothing left) to 1 (clean)
     * @return 0 to {@link #timesteps} - 1; the smaller of two that are equally near
     */
    public int nearestTimestepByVariance(double d) {
        return nearest(d, false);
    }

    private int nearest(double d, boolean root) {
        if (!(d >= 0 && d <= 1)) {
            throw new IllegalArgumentException("the degradation factor must be in 0..1, got " + d);
        }
        int best = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int t = 0; t < alphasCumprod.length; t++) {
            double distance = Math.abs(d - (root ? Math.sqrt(alphasCumprod[t]) : alphasCumprod[t]));
            if (distance < smallest) {
                smallest = distance;
                best = t;
            }
        }
        return best;
    }
}
