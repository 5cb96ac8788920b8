package io.vsr4j.quality.musiq;

/**
 * The patches of one size of a picture: rows and columns that cover it, centred.
 *
 * @param height of the picture in pixels
 * @param width of the picture in pixels
 * @param rows of patches
 * @param columns of patches
 * @param tokens how many are kept; the first ones row by row, or all and empty ones behind
 */
record PatchGrid(int height, int width, int rows, int columns, int tokens) {
    /** The picture with its longer side made so long; as many tokens as a square one would have. */
    static PatchGrid resized(int height, int width, int longer, int patch) {
        double ratio = (double) longer / Math.max(height, width);
        // Halves go to the even number.
        int h = (int) Math.rint(height * ratio);
        int w = (int) Math.rint(width * ratio);
        if (h < 1 || w < 1) {
            throw new IllegalArgumentException("MUSIQ cannot look at a picture of " + width + "x" + height
                    + " pixels: with its longer side made " + longer + " nothing is left of the other. Crop it");
        }
        int most = ceil(longer, patch);
        return new PatchGrid(h, w, ceil(h, patch), ceil(w, patch), most * most);
    }

    /** The picture as it is; a negative limit stands for all patches. */
    static PatchGrid original(int height, int width, int patch, int limit) {
        int rows = ceil(height, patch);
        int columns = ceil(width, patch);
        return new PatchGrid(height, width, rows, columns, limit < 0 ? rows * columns : limit);
    }

    private static int ceil(int side, int patch) {
        return (side + patch - 1) / patch;
    }

    /**
     * Which cell of the grid of positions each patch along an axis belongs to; single precision as in the original, which
     * differs from exact division at some counts.
     *
     * @param count patches along the axis
     * @param cells of the grid along the axis
     * @return the cell of each patch
     */
    static int[] cells(int count, int cells) {
        float step = (float) cells / count;
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = Math.min((int) (i * step), cells - 1);
        }
        return result;
    }
}
