package io.vsr4j.quality.dover;

/**
 * Chooses the frames that a branch sees: the video in equal segments, of each some frames at a fixed step.
 *
 * @param length how many frames of a segment
 * @param segments how many
 * @param interval step between the frames of a segment
 */
public record FrameSampler(int length, int segments, int interval) {
    /** Refuses what samples nothing. */
    public FrameSampler {
        if (length < 1 || segments < 1 || interval < 1) {
            throw new IllegalArgumentException("a frame sampler needs a length, segments and an interval of at least 1,"
                    + " got " + length + ", " + segments + " and " + interval);
        }
    }

    /** {@return how many frames are chosen of any video} */
    public int count() {
        return Math.multiplyExact(length, segments);
    }

    /**
     * Tells how many places there are at which the frames of a segment can begin.
     *
     * @param frames of the video
     * @return at least 1; offsets are below it
     */
    public int places(int frames) {
        return Math.max(1, frames / segments - length * interval);
    }

    /**
     * Chooses.
     *
     * @param frames of the video, at least 1; a short one is begun again
     * @param offsets of each segment, see {@link #places}
     * @return indices of frames, segment after segment
     */
    public int[] indices(int frames, int[] offsets) {
        int[] indices = new int[count()];
        for (int i = 0; i < indices.length; i++) {
            int segment = i / length;
            long start = (long) (frames / segments) * segment + offsets[segment];
            indices[i] = (int) ((start + (long) (i % length) * interval) % frames);
        }
        return indices;
    }
}
