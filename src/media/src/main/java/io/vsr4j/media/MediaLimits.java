package io.vsr4j.media;

/**
 * How much a hostile file may ask for. What is larger is refused before memory is allocated for it.
 *
 * @param maxWidth widest frame in pixels
 * @param maxHeight highest frame in pixels
 * @param maxPixels most pixels of one frame
 * @param maxFrames most frames of one video
 * @param maxStreams most streams of one file
 * @param probeBytes bytes that may be read to find out what a file is and what its streams hold, at least 4096
 */
public record MediaLimits(int maxWidth, int maxHeight, long maxPixels, int maxFrames, int maxStreams, long probeBytes) {
    /** Up to 8K in any shape, and a day at 60 frames a second. */
    public static final MediaLimits DEFAULT = new MediaLimits(16_384, 16_384, 1L << 26, 5_300_000, 128, 16 << 20);

    /** Checks that each limit lets something through. */
    public MediaLimits {
        if (maxWidth < 1 || maxHeight < 1 || maxPixels < 1 || maxFrames < 1 || maxStreams < 1) {
            throw new IllegalArgumentException("media limits must be at least 1, got " + maxWidth + "x" + maxHeight
                    + ", " + maxPixels + " pixels, " + maxFrames + " frames, " + maxStreams + " streams");
        }
        if (probeBytes < 4096) {
            throw new IllegalArgumentException("probing needs at least 4096 bytes, got " + probeBytes);
        }
    }

    /**
     * Refuses a frame that is too large. Sizes that are not known yet (0) pass.
     *
     * @param file what the message calls the file
     * @param width width in pixels
     * @param height height in pixels
     */
    void checkSize(String file, int width, int height) {
        if (width > maxWidth || height > maxHeight || (long) width * height > maxPixels) {
            throw new MediaException(
                    file + ": frames are " + width + "x" + height + ", more than the limit of " + maxWidth + "x"
                            + maxHeight + " and " + maxPixels + " pixels; raise the limit or reduce the video");
        }
    }
}
