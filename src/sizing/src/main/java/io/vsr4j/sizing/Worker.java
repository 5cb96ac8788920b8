package io.vsr4j.sizing;

/** A process that restores one chunk at a time. */
final class Worker {
    final Host host;
    /** Told when it ends at the end of its chunk. */
    final Runnable left;

    ChunkQueue.Message message;
    Host.Work work;
    double began;
    int chunks;
    boolean leaving;

    Worker(Host host, Runnable left) {
        this.host = host;
        this.left = left;
    }

    boolean isBusy() {
        return message != null;
    }
}
