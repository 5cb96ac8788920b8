package io.vsr4j.quality.pixel;

/**
 * One row of a frame: R', G', B' in whole numbers from 0 to 255, as a picture file of 8 bits holds them. Even columns come
 * first: column x is at {@code x / 2}, or, where it is odd, at {@code (width + 1) / 2 + x / 2}.
 */
public final class RgbRow {
    private final int width;
    private final float[][] channels;

    /** @param width in pixels */
    public RgbRow(int width) {
        this.width = width;
        this.channels = new float[3][width];
    }

    /** {@return width in pixels} */
    public int width() {
        return width;
    }

    /** {@return red} */
    public float[] red() {
        return channels[0];
    }

    /** {@return green} */
    public float[] green() {
        return channels[1];
    }

    /** {@return blue} */
    public float[] blue() {
        return channels[2];
    }

    /** {@return red, green or blue, by 0, 1 or 2} */
    public float[] channel(int channel) {
        return channels[channel];
    }

    /** {@return where a column is in its channel} */
    public static int place(int x, int width) {
        return (x & 1) * ((width + 1) >> 1) + (x >> 1);
    }

    /** Takes columns from {@code left} on out of a wider row. */
    void crop(RgbRow from, int left) {
        for (int c = 0; c < 3; c++) {
            for (int x = 0; x < width; x++) {
                channels[c][place(x, width)] = from.channels[c][place(x + left, from.width)];
            }
        }
    }
}
