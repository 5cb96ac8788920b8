package io.vsr4j.upscale;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.PixelFormat;

/**
 * The affine map between the code values of the planes and R', G', B' in 0..1 (black to white, not clamped), by ITU-T H.273
 * with the stream's own matrix, range and depth. Transfer and primaries are left alone.
 */
public final class SampleMatrix {
    /** Row per R, G, B; column per plane. */
    final double[][] toRgb = new double[3][3];
    /** Added to R, G, B. */
    final double[] toRgbOffset = new double[3];
    /** Four numbers a plane: weights of R, G and B, and what is added. */
    final double[] fromRgb = new double[3 * 4];

    /**
     * Makes the map. A grey picture has luma alone: only the first column and the first row apply.
     *
     * @param format sample layout
     * @param tags matrix and range, both specified
     */
    public SampleMatrix(PixelFormat format, ColourTags tags) {
        boolean rgb = format.model() == PixelFormat.Model.RGB;
        double unit = 1 << (format.depth() - 8);
        double most = (1 << format.depth()) - 1;
        double blackToWhite = tags.fullRange() ? most : 219 * unit;
        double black = tags.fullRange() ? 0 : 16 * unit;
        double chromaSwing = tags.fullRange() ? most : 224 * unit;
        double[] scale = {blackToWhite, rgb ? blackToWhite : chromaSwing, rgb ? blackToWhite : chromaSwing};
        double[] offset = {black, rgb ? black : 128 * unit, rgb ? black : 128 * unit};
        double[][] decode =
                switch (format.model()) {
                    case YUV -> decode(tags.matrix());
                    case RGB -> PLANES_TO_RGB;
                    case GRAY -> LUMA_TO_RGB;
                };
        double[][] encode = rgb ? RGB_TO_PLANES : encode(tags.matrix());
        for (int i = 0; i < 3; i++) {
            fromRgb[4 * i + 3] = offset[i];
            for (int j = 0; j < 3; j++) {
                toRgb[i][j] = decode[i][j] / scale[j];
                toRgbOffset[i] -= decode[i][j] * offset[j] / scale[j];
                fromRgb[4 * i + j] = encode[i][j] * scale[i];
            }
        }
    }

    /** RGB pictures keep green, blue and red in this order. */
    private static final double[][] PLANES_TO_RGB = {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}};

    private static final double[][] LUMA_TO_RGB = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}};

    private static final double[][] RGB_TO_PLANES = {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}};

    /**
     * Makes the way to R', G', B' in other steps.
     *
     * @param white what 1 becomes, 255 for example
     * @return row per R, G, B: how much each plane's code value counts, and last what is added
     */
    public float[][] toRgb(double white) {
        float[][] rows = new float[3][4];
        for (int i = 0; i < 3; i++) {
            for (int plane = 0; plane < 3; plane++) {
                rows[i][plane] = (float) (white * toRgb[i][plane]);
            }
            rows[i][3] = (float) (white * toRgbOffset[i]);
        }
        return rows;
    }

    private static double[][] decode(int matrix) {
        double kr = red(matrix);
        double kb = blue(matrix);
        double kg = 1 - kr - kb;
        return new double[][] {
            {1, 0, 2 * (1 - kr)},
            {1, -2 * kb * (1 - kb) / kg, -2 * kr * (1 - kr) / kg},
            {1, 2 * (1 - kb), 0}
        };
    }

    private static double[][] encode(int matrix) {
        double kr = red(matrix);
        double kb = blue(matrix);
        double kg = 1 - kr - kb;
        return new double[][] {
            {kr, kg, kb},
            {-kr / (2 * (1 - kb)), -kg / (2 * (1 - kb)), 0.5},
            {0.5, -kg / (2 * (1 - kr)), -kb / (2 * (1 - kr))}
        };
    }

    /**
     * Weight of red in luma. Matrices that are no affine map of R', G', B' (BT.2020 constant luminance, ICtCp, YCgCo) are
     * treated as the nearest that is: the way back undoes the way there, so colours still come out as they went in.
     */
    private static double red(int matrix) {
        return switch (matrix) {
            case 4 -> 0.30;
            case 5, 6 -> 0.299;
            case 7 -> 0.212;
            case 9, 10, 14 -> 0.2627;
            default -> 0.2126;
        };
    }

    private static double blue(int matrix) {
        return switch (matrix) {
            case 4 -> 0.11;
            case 5, 6 -> 0.114;
            case 7 -> 0.087;
            case 9, 10, 14 -> 0.0593;
            default -> 0.0722;
        };
    }
}
