package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Computes a video tile by tile.
 *
 * @param in the tiling in pixels of the input
 * @param out the same in pixels of the output
 */
record WanVaeTiles(WanVaeTiling in, WanVaeTiling out) {
    private static final int ROWS = 3;
    private static final int COLUMNS = 4;

    /**
     * Applies a function to every tile and puts the results together.
     *
     * @param x {@code [N, C, T, H, W]}; intermediates belong to its manager until they are closed
     * @param function from the tile's number and the tile, which it may keep, to a result
     * @return the picture of all results
     */
    NDArray map(NDArray x, BiFunction<Integer, NDArray, NDArray> function) {
        long height = x.getShape().get(ROWS);
        long width = x.getShape().get(COLUMNS);
        if (height <= in.tile() && width <= in.tile()) {
            return function.apply(0, x);
        }
        int number = 0;
        List<NDArray> strips = new ArrayList<>();
        List<NDArray> above = List.of();
        for (long top = 0; top < height; top += in.stride()) {
            List<NDArray> row = new ArrayList<>();
            for (long left = 0; left < width; left += in.stride()) {
                NDArray tile;
                try (NDArray strip = cut(x, ROWS, top, in.tile());
                        NDArray square = cut(strip, COLUMNS, left, in.tile())) {
                    tile = function.apply(number++, square);
                }
                if (top > 0) {
                    tile = fade(above.get(row.size()), tile, ROWS);
                }
                if (left > 0) {
                    tile = fade(row.get(row.size() - 1), tile, COLUMNS);
                }
                row.add(tile);
            }
            strips.add(join(row, COLUMNS));
            above.forEach(NDArray::close);
            above = row;
        }
        above.forEach(NDArray::close);
        NDArray whole = join(strips, ROWS);
        strips.forEach(NDArray::close);
        return whole;
    }

    /** The second of two neighbours, where it overlaps with the first blended with it; closes the second. */
    private NDArray fade(NDArray first, NDArray second, int axis) {
        try (second) {
            return WanVaeLayer.SCRIPT.call("fade", first, second, axis, out.tile() - out.stride());
        }
    }

    /** The parts side by side without what the next one has, too. */
    private NDArray join(List<NDArray> parts, int axis) {
        List<NDArray> cut =
                parts.stream().map(part -> cut(part, axis, 0, out.stride())).toList();
        NDArray joined = WanVaeLayer.SCRIPT.callIn(parts.get(0).getManager(), "join", cut, axis);
        cut.forEach(NDArray::close);
        return joined;
    }

    private static NDArray cut(NDArray x, int axis, long start, long length) {
        return WanVaeLayer.SCRIPT.call(
                "cut", x, axis, start, Math.min(length, x.getShape().get(axis) - start));
    }
}
