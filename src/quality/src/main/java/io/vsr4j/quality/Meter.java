package io.vsr4j.quality;

import java.util.List;

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

    /**
     * {@return what a reader must know of this measurement beside the metric's card: the file of weights that was used,
     * what was drawn at random}
     */
    default List<String> remarks() {
        return List.of();
    }

    @Override
    void close();
}
