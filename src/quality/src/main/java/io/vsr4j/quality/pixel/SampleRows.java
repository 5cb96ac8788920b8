package io.vsr4j.quality.pixel;

import io.vsr4j.media.Picture;
import java.nio.ByteBuffer;

/** Rows of code values of one plane. */
public final class SampleRows {
    private final ByteBuffer data;
    private final int offset;
    private final int width;
    private final int size;
    private final byte[] bytes;

    /**
     * Looks at a plane.
     *
     * @param picture whose plane it is
     * @param plane its number
     */
    public SampleRows(Picture picture, int plane) {
        data = picture.data();
        offset = picture.planeOffset(plane);
        width = picture.format().planeWidth(plane, picture.width());
        size = picture.format().bytesPerSample();
        bytes = new byte[width * size];
    }

    /** {@return samples in a row} */
    public int width() {
        return width;
    }

    /**
     * Reads a row.
     *
     * @param y its number from the top
     * @param out receives the code values from {@code at} on
     * @param at where the first one goes
     */
    public void read(int y, float[] out, int at) {
        load(y);
        if (size == 1) {
            for (int x = 0; x < width; x++) {
                out[at + x] = bytes[x] & 0xFF;
            }
        } else {
            for (int x = 0; x < width; x++) {
                out[at + x] = wide(x);
            }
        }
    }

    /**
     * Reads a row.
     *
     * @param y its number from the top
     * @param out receives the code values
     */
    public void read(int y, int[] out) {
        load(y);
        for (int x = 0; x < width; x++) {
            out[x] = size == 1 ? bytes[x] & 0xFF : wide(x);
        }
    }

    /** Reads a row, even columns first. */
    void split(int y, float[] out) {
        load(y);
        int odd = (width + 1) >> 1;
        int pairs = width >> 1;
        if (size == 1) {
            for (int i = 0; i < pairs; i++) {
                out[i] = bytes[2 * i] & 0xFF;
                out[odd + i] = bytes[2 * i + 1] & 0xFF;
            }
        } else {
            for (int i = 0; i < pairs; i++) {
                out[i] = wide(2 * i);
                out[odd + i] = wide(2 * i + 1);
            }
        }
        if (odd > pairs) {
            out[pairs] = size == 1 ? bytes[width - 1] & 0xFF : wide(width - 1);
        }
    }

    private int wide(int x) {
        return (bytes[2 * x] & 0xFF) | (bytes[2 * x + 1] & 0xFF) << 8;
    }

    private void load(int y) {
        data.get(offset + y * bytes.length, bytes, 0, bytes.length);
    }
}
