package io.vsr4j.functions;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The whole service as one process of this machine. It comes with libraries that no other command needs, so that whoever
 * wants it looks it up with {@link java.util.ServiceLoader}.
 */
public interface LocalProcess {
    /**
     * How it is run.
     *
     * @param data folder where all is kept
     * @param port of the functions over HTTP; 0 for any free one, as for the others
     * @param s3Port of the bucket
     * @param sqsPort of the queues
     * @param workers number of processes that restore chunks
     * @param settings of the service; endpoints and credentials are its own
     * @param verbose whether libraries log too, in this process and in the workers
     */
    record Options(
            Path data, int port, int s3Port, int sqsPort, int workers, ServiceSettings settings, boolean verbose) {}

    /**
     * What is told when every worker has its model.
     *
     * @param http where functions answer over HTTP
     * @param settings how bucket and queues are reached
     * @param credentials file of what clients sign with
     */
    record Ready(URI http, ServiceSettings settings, Path credentials) {}

    /**
     * Runs until {@link #stop}.
     *
     * @param options how
     * @param ready told once
     * @throws IllegalArgumentException if the options cannot be used; says which
     * @throws IOException if it cannot start, or ends before it should
     */
    void run(Options options, Consumer<Ready> ready) throws IOException;

    /** Ends it soon: workers hand their chunk back at its next window. May be called from another thread. */
    void stop();
}
