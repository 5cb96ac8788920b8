package io.vsr4j.quality.report;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much two frames differ, place by place: the largest difference of the three channels, 0 to 255, averaged over cells
 * of pixels so that a map of the largest frame fits a page.
 */
final class DifferenceMap {
    /** Cells along a side. */
    static final int MOST_CELLS = 720;

    private static final double NEARLY_ALL = 0.999;
    /** From nothing to the most: black, violet, red, orange, pale yellow. */
    private static final int[][] COLOURS = {{0, 0, 0}, {70, 22, 120}, {190, 50, 95}, {248, 150, 40}, {255, 252, 200}};

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final float[] cells;

    private DifferenceMap(int width, int height) {
        this.width = width;
        this.height = height;
        double factor = Math.min(1, MOST_CELLS / (double) Math.max(width, height));
        columns = Math.max(1, (int) Math.round(factor * width));
        rows = Math.max(1, (int) Math.round(factor * height));
        cells = new float[columns * rows];
    }

    /** {@return the difference of two frames of one size} */
    static DifferenceMap between(BufferedImage one, BufferedImage other) {
        int[] a = Rgb.pixels(one);
        int[] b = Rgb.pixels(other);
        DifferenceMap map = new DifferenceMap(one.getWidth(), one.getHeight());
        map.fill((x, i) -> difference(a[i], b[i]));
        return map;
    }

    /** {@return the difference of each pixel from the one before it in its row: where there is detail} */
    static DifferenceMap within(BufferedImage image) {
        int[] a = Rgb.pixels(image);
        DifferenceMap map = new DifferenceMap(image.getWidth(), image.getHeight());
        map.fill((x, i) -> x == 0 ? 0 : difference(a[i], a[i - 1]));
        return map;
    }

    private interface Pixel {
        int difference(int x, int index);
    }

    private static int difference(int p, int q) {
        int red = Math.abs((p >> 16 & 255) - (q >> 16 & 255));
        int green = Math.abs((p >> 8 & 255) - (q >> 8 & 255));
        int blue = Math.abs((p & 255) - (q & 255));
        return Math.max(red, Math.max(green, blue));
    }

    private void fill(Pixel pixel) {
        int[] counts = new int[cells.length];
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * rows / height) * columns;
            for (int x = 0; x < width; x++) {
                int cell = row + (int) ((long) x * columns / width);
                cells[cell] += pixel.difference(x, y * width + x);
                counts[cell]++;
            }
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] /= counts[i];
        }
    }

    /** {@return the difference that all but one cell in a thousand stay below} */
    double high() {
        float[] sorted = cells.clone();
        Arrays.sort(sorted);
        return sorted[(int) (NEARLY_ALL * (sorted.length - 1))];
    }

    /**
     * {@return the map in colours}
     *
     * @param full difference that gets the brightest colour, above 0
     */
    BufferedImage picture(double full) {
        BufferedImage image = Rgb.blank(columns, rows);
        int[] pixels = Rgb.pixels(image);
        for (int i = 0; i < cells.length; i++) {
            pixels[i] = colour(Math.min(1, cells[i] / full));
        }
        return image;
    }

    private static int colour(double part) {
        double place = part * (COLOURS.length - 1);
        int from = Math.min((int) place, COLOURS.length - 2);
        int colour = 0;
        for (int c = 0; c < 3; c++) {
            double level = COLOURS[from][c] + (place - from) * (COLOURS[from + 1][c] - COLOURS[from][c]);
            colour = colour << 8 | (int) Math.round(level);
        }
        return colour;
    }

    /**
     * {@return the squares in which there is most, the first one first; they do not overlap}
     *
     * @param count how many at most
     * @param side of a square in pixels, not more than a side of the frame
     */
    List<Rectangle> peaks(int count, int side) {
        double[] sums = sums();
        List<Rectangle> found = new ArrayList<>();
        int step = Math.max(1, side / 8);
        while (found.size() < count) {
            Rectangle best = null;
            double most = -1;
            for (int y : places(height - side, step)) {
                for (int x : places(width - side, step)) {
                    Rectangle square = new Rectangle(x, y, side, side);
                    double sum = sum(sums, square);
                    if (sum > most && found.stream().noneMatch(square::intersects)) {
                        most = sum;
                        best = square;
                    }
                }
            }
            if (best == null) {
                return found;
            }
            found.add(best);
        }
        return found;
    }

    private static int[] places(int last, int step) {
        int[] places = new int[last / step + (last % step == 0 ? 1 : 2)];
        for (int i = 0; i < places.length; i++) {
            places[i] = Math.min(i * step, last);
        }
        return places;
    }

    /** Squares of all cells above and to the left, so that a square's sum is four look-ups. */
    private double[] sums() {
        double[] sums = new double[(columns + 1) * (rows + 1)];
        for (int y = 0; y < rows; y++) {
            double row = 0;
            for (int x = 0; x < columns; x++) {
                row += (double) cells[y * columns + x] * cells[y * columns + x];
                sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + row;
            }
        }
        return sums;
    }

    private double sum(double[] sums, Rectangle square) {
        int left = (int) ((long) square.x * columns / width);
        int right = Math.max(left + 1, (int) ((long) (square.x + square.width) * columns / width));
        int top = (int) ((long) square.y * rows / height);
        int bottom = Math.max(top + 1, (int) ((long) (square.y + square.height) * rows / height));
        int stride = columns + 1;
        return sums[bottom * stride + right]
                - sums[top * stride + right]
                - sums[bottom * stride + left]
                + sums[top * stride + left];
    }
}
