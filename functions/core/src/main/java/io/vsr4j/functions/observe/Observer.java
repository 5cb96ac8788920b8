package io.vsr4j.functions.observe;

/** Looks on while the service works. It is called from several threads and must not block; the work goes on if it fails. */
@FunctionalInterface
public interface Observer {
    /** Does not look. */
    Observer NONE = (worker, event) -> {};

    /**
     * Something happened.
     *
     * @param worker name of the process that did it
     * @param event what
     */
    void observe(String worker, WorkEvent event);
}
