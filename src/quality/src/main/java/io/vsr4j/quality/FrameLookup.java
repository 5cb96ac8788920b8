package io.vsr4j.quality;

import java.io.IOException;
import java.util.function.Consumer;

/** Shows frames of a comparison once more, wherever they are. */
public interface FrameLookup {
    /**
     * Shows a frame.
     *
     * @param index of the frame in the output
     * @param look is given the frame, which is valid only during the call
     * @throws IOException if it cannot be read now, but perhaps later
     */
    void at(int index, Consumer<FramePair> look) throws IOException;
}
