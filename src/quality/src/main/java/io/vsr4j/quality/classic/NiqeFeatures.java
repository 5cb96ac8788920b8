package io.vsr4j.quality.classic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Resize;
import java.util.stream.IntStream;

/** The features of a picture's blocks: how its contrast is distributed, at two scales. */
final class NiqeFeatures {
    /** Side of a block in pixels; half of that at the second scale. */
    static final int BLOCK = 96;

    /** Features of a block at one scale. */
    private static final int ONE_SCALE = 18;

    /** A pixel is multiplied with its neighbour, that many rows and columns before. */
    private static final int[][] NEIGHBOURS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};

    private final double[] window;

    NiqeFeatures(double[] window) {
        this.window = window;
    }

    /**
     * Measures a picture.
     *
     * @param luma whole numbers, row by row; what no whole block covers is left out at the right and below
     * @return a row of 36 features for each block, in columns of blocks from the left, each from the top
     */
    double[][] of(NDManager owner, float[] luma, int width, int height) {
        int across = width / BLOCK;
        int down = height / BLOCK;
        float[] picture = crop(luma, width, across * BLOCK, down * BLOCK);
        double[][] features = new double[across * down][2 * ONE_SCALE];
        addScale(contrast(picture, across * BLOCK, down * BLOCK), BLOCK, across, down, features, 0);
        try (NDManager scope = owner.newSubManager()) {
            NDArray whole = scope.create(picture, new Shape(down * BLOCK, across * BLOCK));
            float[] half = Resize.matlab(whole, 0.5, true).toFloatArray();
            double[] contrast = contrast(half, across * BLOCK / 2, down * BLOCK / 2);
            addScale(contrast, BLOCK / 2, across, down, features, ONE_SCALE);
        }
        return features;
    }

    private static float[] crop(float[] luma, int width, int newWidth, int newHeight) {
        float[] picture = new float[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(luma, y * width, picture, y * newWidth, newWidth);
        }
        return picture;
    }

    private static void addScale(double[] contrast, int side, int across, int down, double[][] features, int at) {
        IntStream.range(0, features.length).parallel().forEach(block -> {
            int left = block / down * side;
            int top = block % down * side;
            double[] cut = new double[side * side];
            for (int y = 0; y < side; y++) {
                System.arraycopy(contrast, (top + y) * across * side + left, cut, y * side, side);
            }
            System.arraycopy(ofBlock(cut, side), 0, features[block], at, ONE_SCALE);
        });
    }

    /**
     * Measures a block.
     *
     * @param contrast its pixels, less their mean and divided by their deviation, row by row
     * @param side of the block
     * @return 18 features
     */
    static double[] ofBlock(double[] contrast, int side) {
        double[] features = new double[ONE_SCALE];
        GeneralGaussian.Moments alone = new GeneralGaussian.Moments();
        for (double value : contrast) {
            alone.add(value);
        }
        GeneralGaussian fit = alone.fit();
        features[0] = fit.shape();
        features[1] = (fit.left() + fit.right()) / 2;
        int at = 2;
        for (int[] shift : NEIGHBOURS) {
            GeneralGaussian.Moments products = new GeneralGaussian.Moments();
            for (int y = 0; y < side; y++) {
                int before = Math.floorMod(y - shift[0], side) * side;
                for (int x = 0; x < side; x++) {
                    products.add(contrast[y * side + x] * contrast[before + Math.floorMod(x - shift[1], side)]);
                }
            }
            fit = products.fit();
            features[at++] = fit.shape();
            features[at++] = fit.mean();
            features[at++] = fit.left();
            features[at++] = fit.right();
        }
        return features;
    }

    /** Each pixel less the mean around it, divided by the deviation around it and 1. */
    private double[] contrast(float[] picture, int width, int height) {
        double[] values = new double[picture.length];
        double[] squares = new double[picture.length];
        for (int i = 0; i < picture.length; i++) {
            values[i] = picture[i];
            squares[i] = values[i] * values[i];
        }
        double[] means = filter(values, width, height);
        double[] meanSquares = filter(squares, width, height);
        for (int i = 0; i < values.length; i++) {
            double variance = Math.abs(meanSquares[i] - means[i] * means[i]);
            values[i] = (values[i] - means[i]) / (Math.sqrt(variance) + 1);
        }
        return values;
    }

    /** Beyond the edge lies the edge pixel again. */
    private double[] filter(double[] x, int width, int height) {
        int reach = window.length / 2;
        double[] along = new double[x.length];
        double[] padded = new double[width + 2 * reach];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < padded.length; i++) {
                padded[i] = x[y * width + Math.max(0, Math.min(width - 1, i - reach))];
            }
            for (int k = 0; k < window.length; k++) {
                add(padded, k, window[k], along, y * width, width);
            }
        }
        double[] result = new double[x.length];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < window.length; k++) {
                int row = Math.max(0, Math.min(height - 1, y + k - reach));
                add(along, row * width, window[k], result, y * width, width);
            }
        }
        return result;
    }

    private static void add(double[] in, int from, double weight, double[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] += weight * in[from + i];
        }
    }
}
