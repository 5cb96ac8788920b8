package io.vsr4j.quality.swin;

/**
 * How a map of tokens is cut into windows, whose tokens attend to each other: along time, rows and columns. A window as
 * long as an axis or longer becomes the axis itself and is not shifted.
 */
final class TokenWindows {
    private static final int AXES = 3;

    private final int[] full;
    private final int[] window = new int[AXES];
    private final int[] shift = new int[AXES];
    private final int[] padded = new int[AXES];

    /**
     * @param map sizes of the map
     * @param full sizes of the window that the network was made for
     * @param shifted whether windows are moved by half their size, round the map's end
     */
    TokenWindows(int[] map, int[] full, boolean shifted) {
        this.full = full;
        for (int axis = 0; axis < AXES; axis++) {
            boolean fits = map[axis] > full[axis];
            window[axis] = fits ? full[axis] : map[axis];
            shift[axis] = fits && shifted ? full[axis] / 2 : 0;
            padded[axis] = (map[axis] + window[axis] - 1) / window[axis] * window[axis];
        }
    }

    /** {@return sizes of the windows} */
    int[] window() {
        return window;
    }

    /** {@return how far they are moved along each axis} */
    int[] shift() {
        return shift;
    }

    /** {@return sizes of the map after filling up the last windows} */
    int[] padded() {
        return padded;
    }

    /** {@return tokens in a window} */
    int tokens() {
        return window[0] * window[1] * window[2];
    }

    /** {@return how many windows} */
    int count() {
        return padded[0] / window[0] * (padded[1] / window[1]) * (padded[2] / window[2]);
    }

    /**
     * What each token is told apart by, three numbers: its region, as tokens that are neighbours only because the map was
     * moved round its end do not see each other; and row and column of the fragment it lies in.
     *
     * @return {@code [windows, tokens, 3]}
     */
    float[] places() {
        float[] places = new float[count() * tokens() * AXES];
        int at = 0;
        for (int w = 0; w < count(); w++) {
            int[] corner = split(w, padded[1] / window[1], padded[2] / window[2]);
            for (int token = 0; token < tokens(); token++) {
                int[] inside = split(token, window[1], window[2]);
                int region = 0;
                for (int axis = 0; axis < AXES; axis++) {
                    region = AXES * region + region(axis, corner[axis] * window[axis] + inside[axis]);
                }
                places[at++] = region;
                places[at++] = fragment(1, corner[1] * window[1] + inside[1]);
                places[at++] = fragment(2, corner[2] * window[2] + inside[2]);
            }
        }
        return places;
    }

    /** Of a place in the moved map: before what came round the end, in a window with it, or come round. */
    private int region(int axis, int place) {
        if (shift[axis] == 0 || place < padded[axis] - window[axis]) {
            return 0;
        }
        return place < padded[axis] - shift[axis] ? 1 : 2;
    }

    /** The map holds as many fragments along an axis as the window has tokens; single precision as in the original. */
    private int fragment(int axis, int place) {
        int original = (place + shift[axis]) % padded[axis];
        float scale = (float) window[axis] / padded[axis];
        return Math.min((int) (original * scale), window[axis] - 1);
    }

    /**
     * Rows of the table of position biases for every pair of tokens, by how far the second lies before the first. Where
     * the window was cut down, tokens keep the numbers that they have in the full one.
     *
     * @return {@code [tokens, tokens]}
     */
    long[] pairs() {
        int n = tokens();
        long[] pairs = new long[n * n];
        for (int i = 0; i < n; i++) {
            int[] query = split(i, full[1], full[2]);
            for (int j = 0; j < n; j++) {
                int[] key = split(j, full[1], full[2]);
                long row = 0;
                for (int axis = 0; axis < AXES; axis++) {
                    row = row * (2L * full[axis] - 1) + query[axis] - key[axis] + full[axis] - 1;
                }
                pairs[i * n + j] = row;
            }
        }
        return pairs;
    }

    private static int[] split(int index, int rows, int columns) {
        return new int[] {index / (rows * columns), index / columns % rows, index % columns};
    }
}
