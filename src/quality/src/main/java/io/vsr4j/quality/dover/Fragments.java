package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;

/**
 * The technical view: a grid of cells, each a piece of the frame at its own resolution, from about where the cell lies.
 *
 * @param rows of cells
 * @param columns of cells
 * @param size of a cell in pixels
 */
public record Fragments(int rows, int columns, int size) {
    static final TorchScript SCRIPT = TorchScript.resource(Fragments.class, "views.ts.py");

    /** What DOVER looks at. */
    public static final Fragments PUBLISHED = new Fragments(7, 7, 32);

    /** {@return how many cells there are} */
    public int cells() {
        return rows * columns;
    }

    /**
     * Tells how many places there are for the piece of one cell along an axis.
     *
     * @param side of the frame in pixels
     * @param cells along it
     * @return at least 1; offsets are below it
     */
    public int places(int side, int cells) {
        return Math.max(1, side / cells - size);
    }

    /**
     * Where pieces begin along one axis.
     *
     * @param side of the frame as it was decoded, in pixels
     * @param cells along the axis
     * @param step how many cells of the grid lie between two along the axis: the columns for rows, 1 for columns
     * @param offsets of each cell, row by row
     * @return of each cell, row by row
     */
    private long[] starts(int side, int cells, int step, int[] offsets) {
        if (side < size) {
            throw new IllegalArgumentException("frames must have sides of at least " + size
                    + " pixels, the size of a fragment; one has " + side + ". Enlarge the video");
        }
        long[] starts = new long[cells()];
        for (int cell = 0; cell < starts.length; cell++) {
            int place = cell / step % cells;
            starts[cell] = Math.min(side / cells * place, side - size) + offsets[cell];
        }
        return starts;
    }

    /**
     * Puts the pieces together. Frames below the size of the view are enlarged first, but, as in the authors' program,
     * the grid stays that of the frame before: the pieces overlap, and come from the upper left.
     *
     * @param x {@code [T, 3, H, W]}, whole numbers from 0 to 255, in floating point
     * @param down offset of each cell's piece in rows, row by row; the same for all frames
     * @param right the same in columns
     * @return {@code [T, 3, rows * size, columns * size]}, whole numbers
     * @throws IllegalArgumentException if the frames are smaller than a cell
     */
    public NDArray view(NDArray x, int[] down, int[] right) {
        int height = Math.toIntExact(x.getShape().get(2));
        int width = Math.toIntExact(x.getShape().get(3));
        long[] tops = starts(height, rows, columns, down);
        long[] lefts = starts(width, columns, 1, right);
        double ratio = Math.min((double) height / (rows * size), (double) width / (columns * size));
        return SCRIPT.call("fragments", x, ratio < 1 ? 1 / ratio : 1.0, tops, lefts, columns, size);
    }
}
