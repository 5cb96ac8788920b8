package io.vsr4j.functions;

/** Adds what a thread works on to its name for a while: every line of the log bears it, those of libraries too. */
final class WorkName implements AutoCloseable {
    private final String before = Thread.currentThread().getName();

    WorkName(String work) {
        Thread.currentThread().setName(before + " " + work);
    }

    @Override
    public void close() {
        Thread.currentThread().setName(before);
    }
}
