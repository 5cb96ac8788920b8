package io.vsr4j.media;

import java.io.IOException;

/** Takes frames in display order. Closing without {@link #finish} leaves nothing behind. Not thread-safe. */
public interface FrameSink extends AutoCloseable {
    /**
     * Takes one frame; its samples may be reused when this returns.
     *
     * @param picture the frame, with a presentation time after the one before it
     * @throws IOException if it cannot be written, a full disk for example
     */
    void write(Picture picture) throws IOException;

    /**
     * Writes what is still held back and makes the result durable under its final name.
     *
     * @throws IOException if it cannot be written
     */
    void finish() throws IOException;

    @Override
    void close();
}
