package io.vsr4j.models.sampler;

/**
 * The sigmas that a flow sampler visits, and the timesteps that its network is given at each. Sigma falls from about 1
 * (noise) to 0 (clean); a shift above 1 spends more of the steps near the noise:
 * {@code shift * sigma / (1 + (shift - 1) * sigma)} (Esser et al., "Scaling Rectified Flow Transformers", 2024, eq. 23).
 *
 * <p>There is one table for each published sampler, and they differ in the third digit, so that a network gets the very
 * timesteps that it was tuned with. Sigmas are rounded to single precision before anything is derived from them: at the
 * first one of {@link #uniPc} this moves 1 - sigma by more than a percent.
 */
public final class FlowSchedule {
    /** Timesteps are sigmas times this. */
    public static final int TRAIN_TIMESTEPS = 1000;

    private final float[] sigmas;
    private final float[] timesteps;

    private FlowSchedule(float[] sigmas, float[] timesteps) {
        this.sigmas = sigmas;
        this.timesteps = timesteps;
    }

    /**
     * The table of diffusers' {@code UniPCMultistepScheduler} with flow sigmas: even from 1 towards 0.001, shifted; the
     * first lowered by 1e-6, since the solver needs the logarithm of 1 - sigma. Timesteps are cut to whole numbers.
     *
     * @param steps 1 to 1000
     * @param shift above 0; 1 leaves the sigmas even
     * @return the table
     */
    public static FlowSchedule uniPc(int steps, double shift) {
        check(steps, shift);
        double[] sigmas = shifted(even(1, 1.0 / TRAIN_TIMESTEPS, steps, steps), shift);
        sigmas[0] -= 1e-6;
        return truncated(sigmas);
    }

    /**
     * The table of Wan's own UniPC sampler: even from 0.999 towards 0, shifted. Timesteps are cut to whole numbers.
     *
     * @param steps 1 to 1000
     * @param shift above 0; Wan 2.1 and 2.2 use 3 to 12
     * @return the table
     */
    public static FlowSchedule wan(int steps, double shift) {
        check(steps, shift);
        // In single precision this lies a little above 0.999, which decides how timesteps near whole numbers are cut.
        return truncated(shifted(even(0.999f, 0, steps, steps), shift));
    }

    /**
     * The table of diffusers' {@code FlowMatchEulerDiscreteScheduler}: even from 1 to its smallest sigma, which is
     * reached before the last step and has been shifted already, then shifted. Timesteps keep their fractions.
     *
     * @param steps 1 to 1000
     * @param shift above 0; 1 leaves the sigmas even
     * @return the table
     */
    public static FlowSchedule euler(int steps, double shift) {
        check(steps, shift);
        double largest = shiftedTrainingSigma(TRAIN_TIMESTEPS, shift);
        double smallest = shiftedTrainingSigma(1, shift);
        double[] levels = even(largest * TRAIN_TIMESTEPS, smallest * TRAIN_TIMESTEPS, steps - 1, steps);
        for (int i = 0; i < steps; i++) {
            levels[i] /= TRAIN_TIMESTEPS;
        }
        float[] sigmas = withZero(shifted(levels, shift));
        float[] timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = sigmas[i] * TRAIN_TIMESTEPS;
        }
        return new FlowSchedule(sigmas, timesteps);
    }

    /** {@return the number of steps} */
    public int steps() {
        return timesteps.length;
    }

    /**
     * {@return the sigma before a step}
     *
     * @param i 0 to {@link #steps}; the last one is 0
     */
    public float sigma(int i) {
        return sigmas[i];
    }

    /**
     * {@return what the network is told at a step, 0 to 1000}
     *
     * @param i 0 to {@link #steps} - 1
     */
    public float timestep(int i) {
        return timesteps[i];
    }

    private static void check(int steps, double shift) {
        if (steps < 1 || steps > TRAIN_TIMESTEPS) {
            throw new IllegalArgumentException("steps must be in 1.." + TRAIN_TIMESTEPS + ", got " + steps);
        }
        if (!(shift > 0 && shift < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("shift must be above 0 and finite, got " + shift);
        }
    }

    /** The first {@code count} of {@code intervals + 1} evenly spaced numbers. */
    private static double[] even(double from, double to, int intervals, int count) {
        double[] numbers = new double[count];
        // Multiples of a rounded step, and no other formula: a timestep that is cut must fall on the same side as
        // theirs.
        double step = intervals == 0 ? 0 : (to - from) / intervals;
        for (int i = 0; i < count; i++) {
            numbers[i] = i == intervals && i > 0 ? to : i * step + from;
        }
        return numbers;
    }

    private static double[] shifted(double[] sigmas, double shift) {
        for (int i = 0; i < sigmas.length; i++) {
            sigmas[i] = shift * sigmas[i] / (1 + (shift - 1) * sigmas[i]);
        }
        return sigmas;
    }

    private static float shiftedTrainingSigma(int timestep, double shift) {
        float sigma = (float) timestep / TRAIN_TIMESTEPS;
        return (float) shift * sigma / (1 + (float) (shift - 1) * sigma);
    }

    private static FlowSchedule truncated(double[] sigmas) {
        float[] timesteps = new float[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            timesteps[i] = (long) (sigmas[i] * TRAIN_TIMESTEPS);
        }
        return new FlowSchedule(withZero(sigmas), timesteps);
    }

    private static float[] withZero(double[] sigmas) {
        float[] rounded = new float[sigmas.length + 1];
        for (int i = 0; i < sigmas.length; i++) {
            rounded[i] = (float) sigmas[i];
        }
        return rounded;
    }
}
