package io.vsr4j.sizing;

/**
 * What a job takes.
 *
 * @param chunkFrames frames of a chunk; the last one of a video may have fewer, and takes less in proportion
 * @param chunks how long chunks of that many frames take
 * @param split looking into a video and planning its job
 * @param merge joining, proving and publishing a result
 */
public record JobCosts(int chunkFrames, ChunkTimes chunks, PerVideo split, PerVideo merge) {
    /** @throws IllegalArgumentException if chunks have no frames */
    public JobCosts {
        Named.require("chunk frames", chunkFrames, 1, Integer.MAX_VALUE);
    }

    /**
     * Work that grows with a video.
     *
     * @param video seconds for any video
     * @param frame seconds for each of its frames
     * @param cores processor time divided by time
     */
    public record PerVideo(double video, double frame, double cores) {
        /** What takes no time. */
        public static final PerVideo NONE = new PerVideo(0, 0, 0);

        /** {@return what a video of some frames takes} */
        public Effort of(long frames) {
            return new Effort(video + frame * frames, cores);
        }
    }

    /** {@return chunks of a video} */
    public int chunks(long frames) {
        return Math.toIntExact((frames + chunkFrames - 1) / chunkFrames);
    }

    /** {@return frames of a chunk of a video} */
    int frames(long video, int chunk) {
        return (int) Math.min(chunkFrames, video - (long) chunk * chunkFrames);
    }
}
