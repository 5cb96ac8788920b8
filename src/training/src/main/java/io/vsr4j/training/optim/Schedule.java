package io.vsr4j.training.optim;

/**
 * The learning rate of each step: a rise in a straight line over the first steps, then a shape.
 *
 * @param shape after the rise
 * @param rate the largest
 * @param warmup how many steps the rise takes; step i has (i + 1) / warmup of the rate
 * @param period {@link Shape#HALVED}: steps between two halvings, counted from step 0
 * @param fall {@link Shape#TRAPEZOID}: how many of the last steps the fall takes
 * @param steps {@link Shape#COSINE} and {@link Shape#TRAPEZOID}: where the rate would be 0, the length of the training
 */
public record Schedule(Shape shape, double rate, long warmup, long period, long fall, long steps) {
    /** What the rate does after the rise. */
    public enum Shape {
        /** Stays. */
        CONSTANT,
        /** Is halved again and again. */
        HALVED,
        /** Falls as half a wave (Loshchilov and Hutter, arXiv:1608.03983, equation 5, without restarts). */
        COSINE,
        /**
         * Stays, and falls in a straight line to 0 (Hu et al., arXiv:2404.06395, section 4, call it warmup, stable, decay). How
         * long a training will be need not be known before it falls.
         */
        TRAPEZOID
    }

    /**
     * The rate of a step.
     *
     * @param step from 0
     * @return the rate
     */
    public double at(long step) {
        if (step < warmup) {
            return rate * (step + 1) / warmup;
        }
        return switch (shape) {
            case CONSTANT -> rate;
            case HALVED -> rate * Math.pow(0.5, step / period);
            case COSINE -> {
                double done = (step - warmup) / (double) Math.max(1, steps - warmup);
                yield rate * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done)));
            }
            case TRAPEZOID -> rate * Math.max(0, Math.min(1, (steps - step) / (double) Math.max(1, fall)));
        };
    }
}
