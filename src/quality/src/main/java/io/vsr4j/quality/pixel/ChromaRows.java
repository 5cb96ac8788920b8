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
    private final float[] phase;
    private final float[] shifted;

    ChromaRows(Picture picture, float[] across, float[] down) {
        this.format = picture.format();
        this.across = across;
        this.down = down;
        this.width = picture.width();
        this.height = picture.height();
        int samples = format.planeWidth(1, width);
        for (int plane = 1; plane < 3; plane++) {
            planes[plane] = new SampleRows(picture, plane);
            stored[plane] = new float[KEPT][samples + 2];
            Arrays.fill(storedRow[plane], -1);
        }
        mixed = new float[format.chromaShiftY()][samples + 2];
        natural = new float[2 * samples + 2];
        phase = new float[(width + 1) >> 1];
        shifted = new float[(width + 1) >> 1];
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
        phase(row, 0, half);
        System.arraycopy(phase, 0, out, 0, half);
        phase(row, 3, width >> 1);
        System.arraycopy(phase, 0, out, half, width >> 1);
    }

    /** Loops over shifted copies become vector instructions; one that reads a row at several places does not. */
    private void phase(float[] row, int weights, int count) {
        boolean begun = false;
        for (int k = 0; k < 3; k++) {
            float weight = across[weights + k];
            if (weight != 0) {
                System.arraycopy(row, k, begun ? shifted : phase, 0, count);
                if (begun) {
                    add(shifted, weight, phase);
                } else {
                    scale(phase, weight, phase);
                    begun = true;
                }
            }
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
