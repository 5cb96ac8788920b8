package io.vsr4j.quality.pixel;

import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import java.util.Arrays;

/** Rows of chroma that has fewer samples than luma, interpolated linearly: first down the columns, then along the rows. */
final class ChromaRows {
    /** A row is made of up to three of the next smaller picture, and of their neighbours of the one below. */
    private static final int KEPT = 8;

    private final PixelFormat format;
    private final float[] across;
    private final float[] down;
    private final int width;
    private final int height;
    /** By plane and row; before the first sample and after the last is room for a copy of it. */
    private final float[][][] stored = new float[3][KEPT][];

    private final int[][] storedRow = new int[3][KEPT];
    private final SampleRows[] planes = new SampleRows[3];
    private final float[][] mixed;
    private final float[] natural;
    private final float[] odd;

    ChromaRows(PixelFormat format, float[] across, float[] down, int width, int height) {
        this.format = format;
        this.across = across;
        this.down = down;
        this.width = width;
        this.height = height;
        int samples = format.planeWidth(1, width);
        for (int plane = 1; plane < 3; plane++) {
            for (int k = 0; k < KEPT; k++) {
                stored[plane][k] = new float[samples + 2];
            }
        }
        mixed = new float[format.chromaShiftY()][samples + 2];
        natural = new float[2 * samples + 2];
        odd = new float[width >> 1];
    }

    void open(Picture picture) {
        for (int plane = 1; plane < 3; plane++) {
            planes[plane] = new SampleRows(picture, plane);
            Arrays.fill(storedRow[plane], -1);
        }
    }

    /** Reads the chroma of a row of luma, even columns first. */
    void read(int plane, int y, float[] out) {
        float[] row = row(plane, y, 0);
        int samples = format.planeWidth(plane, width);
        ends(row, samples);
        switch (format.chromaShiftX()) {
            case 0 -> split(row, out);
            case 1 -> doubled(row, out);
            default -> {
                int half = (width + 1) >> 1;
                for (int x = 0; x < half; x++) {
                    int w = (x & 1) * 3;
                    int c = x >> 1;
                    natural[x + 1] = row[c] * across[w] + row[c + 1] * across[w + 1] + row[c + 2] * across[w + 2];
                }
                ends(natural, half);
                doubled(natural, out);
            }
        }
    }

    private void doubled(float[] row, float[] out) {
        int half = (width + 1) >> 1;
        phase(row, across[0], across[1], across[2], half, out);
        phase(row, across[3], across[4], across[5], width >> 1, odd);
        System.arraycopy(odd, 0, out, half, width >> 1);
    }

    private static void phase(float[] row, float before, float at, float after, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = row[i] * before + row[i + 1] * at + row[i + 2] * after;
        }
    }

    private void split(float[] row, float[] out) {
        for (int x = 0; x < width; x++) {
            out[RgbRow.place(x, width)] = row[x + 1];
        }
    }

    private static void ends(float[] row, int samples) {
        row[0] = row[1];
        row[samples + 1] = row[samples];
    }

    /** A row of the picture that is doubled {@code level} times less than the whole one. */
    private float[] row(int plane, int y, int level) {
        if (level == format.chromaShiftY()) {
            return stored(plane, y);
        }
        int rows = (height + (1 << (level + 1)) - 1) >> (level + 1);
        int centre = y >> 1;
        int w = (y & 1) * 3;
        float[] out = mixed[level];
        boolean started = false;
        for (int k = 0; k < 3; k++) {
            float weight = down[w + k];
            if (weight != 0) {
                float[] source = row(plane, Math.max(0, Math.min(rows - 1, centre + k - 1)), level + 1);
                if (started) {
                    add(source, weight, out);
                } else {
                    scale(source, weight, out);
                    started = true;
                }
            }
        }
        return out;
    }

    private static void scale(float[] source, float weight, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = weight * source[i];
        }
    }

    private static void add(float[] source, float weight, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] += weight * source[i];
        }
    }

    private float[] stored(int plane, int y) {
        int place = y % KEPT;
        if (storedRow[plane][place] != y) {
            planes[plane].read(y, stored[plane][place], 1);
            storedRow[plane][place] = y;
        }
        return stored[plane][place];
    }
}
