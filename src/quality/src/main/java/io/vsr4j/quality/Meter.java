package io.vsr4j.quality;

/** Measures one video. It is shown all frames in order, by one thread at a time. */
public interface Meter extends AutoCloseable {
    /**
     * Looks at the next frame.
     *
     * @param pair is valid only during the call; what is needed later must be copied
     */
    void accept(FramePair pair);

    /**
     * Tells what came of it.
     *
     * @return the score of all frames that were shown
     */
    Score finish();

    @Override
    void close();
}
