package io.vsr4j.training.litevsr;

/**
 * w(t) of eq. 11, which prefers little noise; t is 0 where the latent is clean and 1 where it is noise.
 *
 * <p>Not in the paper: its formula, which the text that we have lacks.
 */
public enum TimeWeight {
    /** 1.1 - t, bounded and never 0. */
    LINEAR {
        @Override
        public double of(double t) {
            return 1.1 - t;
        }
    },
    /** 1. */
    CONSTANT {
        @Override
        public double of(double t) {
            return 1;
        }
    },
    /** min(1 / t^2, 5): the error of the clean estimate that the velocity makes is t times as large. */
    INVERSE_SQUARE {
        @Override
        public double of(double t) {
            return Math.min(1 / (t * t), 5);
        }
    };

    /** {@return the loss's weight at a time from 0 to 1} */
    public abstract double of(double t);
}
