package io.vsr4j.functions.api;

/** A request that cannot be answered as it was meant. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status of the answer
     * @param detail one sentence: what is wrong, what was got, what is the rule, what helps
     */
    ProblemException(int status, String detail) {
        super(detail);
        this.status = status;
    }

    Problem problem() {
        return Problem.of(status, getMessage());
    }
}
