package io.vsr4j.quality.clipiqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** The five pairs of opposites that CLIP-IQA asks about, as CLIP's tokens. */
final class Prompts {
    static final int END = 49407;

    private static final int START = 49406;
    private static final int LENGTH = 6;

    /** A good one before each bad one. */
    private static final long[][] TOKENS = {
        {886, 2867}, // Good image
        {2103, 2867}, // bad image
        {8157, 2867}, // Sharp image
        {21977, 2867}, // blurry image
        {8157, 20938}, // sharp edges
        {21977, 20938}, // blurry edges
        {1400, 9977, 2867}, // High resolution image
        {1042, 9977, 2867}, // low resolution image
        {9307, 268, 1139, 2867}, // Noise-free image
        {33495, 2867}, // noisy image
    };

    private Prompts() {}

    static int count() {
        return TOKENS.length;
    }

    /** {@code int64 [10, 6]}: what follows the end is never read, since no token sees those after it. */
    static NDArray ids(NDManager scope) {
        long[] ids = new long[TOKENS.length * LENGTH];
        for (int i = 0; i < TOKENS.length; i++) {
            int at = i * LENGTH;
            ids[at] = START;
            System.arraycopy(TOKENS[i], 0, ids, at + 1, TOKENS[i].length);
            ids[at + 1 + TOKENS[i].length] = END;
        }
        return scope.create(ids, new Shape(TOKENS.length, LENGTH));
    }
}
