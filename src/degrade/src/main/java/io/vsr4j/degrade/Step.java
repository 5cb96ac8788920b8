package io.vsr4j.degrade;

import java.io.IOException;

/** Takes the frames of one clip in order. */
public interface Step extends AutoCloseable {
    /**
     * Takes the next frame.
     *
     * @param frame may be kept and changed
     * @throws IOException if it cannot be passed on
     */
    void put(Raster frame) throws IOException;

    /**
     * There are no more frames: passes on what was held back.
     *
     * @throws IOException if it cannot be passed on
     */
    void end() throws IOException;

    @Override
    void close();

    /** What is done to a frame by itself. */
    interface Change {
        /** {@return the changed frame; may be the same} */
        Raster apply(Raster frame) throws IOException;
    }

    /** {@return a step that changes each frame by itself} */
    static Step each(Change change, Step next) {
        return new Step() {
            @Override
            public void put(Raster frame) throws IOException {
                next.put(change.apply(frame));
            }

            @Override
            public void end() throws IOException {
                next.end();
            }

            @Override
            public void close() {
                next.close();
            }
        };
    }

    /** {@return a step that changes nothing and shows what comes to an onlooker} */
    static Step seen(String after, Onlooker onlooker, Step next) {
        return each(
                frame -> {
                    onlooker.saw(after, frame);
                    return frame;
                },
                next);
    }
}
