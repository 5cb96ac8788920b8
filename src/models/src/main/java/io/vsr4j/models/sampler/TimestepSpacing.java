package io.vsr4j.models.sampler;

/**
 * Which of the training timesteps a sampler visits (Lin et al., "Common Diffusion Noise Schedules and Sample Steps Are
 * Flawed", 2023, table 2). Halves are rounded to even numbers.
 */
public enum TimestepSpacing {
    /** Every (T / steps)-th from 0 on, moved up by an offset; the noisiest timesteps are left out. */
    LEADING {
        @Override
        double timestep(int i, int steps, int count, int offset) {
            return (long) (steps - 1 - i) * (count / steps) + offset;
        }
    },
    /** Evenly back from the last one, T - 1. */
    TRAILING {
        @Override
        double timestep(int i, int steps, int count, int offset) {
            // The distance is taken from two rounded places, as numpy's arange does; it decides between halves.
            double distance = count - (count - (double) count / steps);
            return Math.rint(count - i * distance) - 1;
        }
    },
    /** Evenly from T - 1 to 0, both visited; a single step visits 0. */
    LINSPACE {
        @Override
        double timestep(int i, int steps, int count, int offset) {
            int fromZero = steps - 1 - i;
            // The last one is named, not computed: a rounded distance might miss it.
            return i == 0 && steps > 1 ? count - 1 : Math.rint(fromZero * ((count - 1.0) / Math.max(1, steps - 1)));
        }
    };

    /**
     * Lists the timesteps.
     *
     * @param steps 1 to {@code count}
     * @param count T, how many timesteps the network was trained with
     * @param offset added to {@link #LEADING} ones only; 1 for Stable Diffusion
     * @return the timesteps, falling
     */
    public int[] timesteps(int steps, int count, int offset) {
        if (steps < 1 || steps > count) {
            throw new IllegalArgumentException("steps must be in 1.." + count + ", got " + steps);
        }
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (int) timestep(i, steps, count, offset);
        }
        return timesteps;
    }

    abstract double timestep(int i, int steps, int count, int offset);
}
