package io.vsr4j.models.litevsr;

import io.vsr4j.models.wan.WanVaeTiling;

/** What a window of the published size needs beyond the weights, counted from the shapes of what is alive at once. */
final class LiteVsrMemory {
    private static final long WIDTH = 3072;
    private static final long FEED = 14336;
    /** Pixels of the result that are one token. */
    private static final long TOKEN = 32 * 32;
    /** Two branches, each with what a block holds of it; both streams, the query and its feed-forward in the adapter. */
    private static final long TOKEN_ARRAYS = 28;
    /** Tokens at a time in a feed-forward. */
    private static final long FEED_TOKENS = 16384;
    /** A pixel of the result in a group of four frames: half its size in both directions, 512 channels, six arrays. */
    private static final long DECODER = 4 * 512 * 6 / 4;
    /** What the decoder's convolutions remember: two frames each, at half the size. */
    private static final long PAST = 1500;

    /** What a tiny window needs more than all this, measured with the published size. */
    private static final long FIXED = 512L << 20;

    private LiteVsrMemory() {}

    /** Frames in and out, and the larger of transformer and decoder. */
    static long bytes(int frames, int width, int height, int scale) {
        long source = (long) width * height;
        long pixels = source * scale * scale;
        long tokens = (1 + (frames - 1) / 4) * (pixels / TOKEN + 1);
        long transformer = tokens * WIDTH * TOKEN_ARRAYS + 2 * Math.min(2 * tokens, FEED_TOKENS) * FEED;
        long decoder = pixels * PAST + Math.min(pixels, WanVaeTiling.WHOLE_PIXELS) * DECODER;
        return FIXED + Float.BYTES * (3 * frames * (source + pixels) + Math.max(transformer, decoder));
    }
}
