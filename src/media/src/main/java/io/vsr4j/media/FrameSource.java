package io.vsr4j.media;

import java.util.BitSet;

/**
 * Frames of one video by display index. Reading in order is cheap; {@link #seek} goes anywhere and is exact: the same
 * index gives the same samples however it was reached, unless the file is damaged. Not thread-safe.
 */
public interface FrameSource extends AutoCloseable {
    /** {@return size, layout, colour and times of the frames} */
    VideoInfo video();

    /**
     * Goes to a frame, so that the next {@link #read} gives it.
     *
     * @param frame display index, 0 to {@code video().frames().count()} - 1
     */
    void seek(int frame);

    /**
     * Reads the next frame in display order, with its presentation time. A frame that cannot be decoded is a repetition
     * of its neighbour and is counted in {@link #damaged}; there is always exactly one picture for each index.
     *
     * @param into receives the samples; its layout and size must be {@code video()}'s
     */
    void read(Picture into);

    /** {@return display indices of the frames given so far that were concealed or repeated, however often they were read} */
    default BitSet damagedFrames() {
        return new BitSet();
    }

    /** {@return how many frames given so far were concealed or repeated, each counted once} */
    default int damaged() {
        return damagedFrames().cardinality();
    }

    @Override
    void close();
}
