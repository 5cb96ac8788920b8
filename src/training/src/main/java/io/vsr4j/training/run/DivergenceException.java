package io.vsr4j.training.run;

/** Training that has gone wrong: a loss or a gradient that is no number, or a loss that has grown out of all proportion. */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message the step, what is wrong with which number, what is kept, and what can be done */
    public DivergenceException(String message) {
        super(message);
    }
}
