package io.vsr4j.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One frame in native memory: all planes one after another, rows without padding.
 *
 * <p>The memory is a direct buffer, so that a tensor can lie over it without a copy; it must not be reused before that
 * tensor is closed. Not thread-safe; hand it from thread to thread through a queue.
 */
public final class Picture {
    private final PixelFormat format;
    private final int width;
    private final int height;
    private final ByteBuffer data;
    private long pts;
    private byte[] captions;
    private boolean damaged;

    /**
     * Allocates the planes.
     *
     * @param format sample layout
     * @param width width in pixels, at least 1
     * @param height height in pixels, at least 1
     */
    public Picture(PixelFormat format, int width, int height) {
        long bytes = format.bytes(width, height);
        if (width < 1 || height < 1 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a picture must have 1 byte to 2 GiB, got " + width + "x" + height + " with " + bytes + " bytes");
        }
        this.format = format;
        this.width = width;
        this.height = height;
        this.data = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** {@return sample layout} */
    public PixelFormat format() {
        return format;
    }

    /** {@return width in pixels} */
    public int width() {
        return width;
    }

    /** {@return height in pixels} */
    public int height() {
        return height;
    }

    /** {@return all planes; absolute access only, position and limit stay as they are} */
    public ByteBuffer data() {
        return data;
    }

    /** {@return offset in bytes of a plane in {@link #data()}} */
    public int planeOffset(int plane) {
        long offset = 0;
        for (int p = 0; p < plane; p++) {
            offset += (long) format.planeWidth(p, width) * format.planeHeight(p, height) * format.bytesPerSample();
        }
        return (int) offset;
    }

    /** {@return presentation time in the time base of the source} */
    public long pts() {
        return pts;
    }

    /** @param pts presentation time in the time base of the source */
    public void pts(long pts) {
        this.pts = pts;
    }

    /** {@return A53 closed captions that travel in the video stream, or an empty array} */
    public byte[] captions() {
        return captions == null ? new byte[0] : captions.clone();
    }

    /** @param captions A53 closed captions, or an empty array */
    public void captions(byte[] captions) {
        this.captions = captions.length == 0 ? null : captions.clone();
    }

    /** {@return whether the source's frame was concealed or repeated, since it could not be decoded without loss} */
    public boolean damaged() {
        return damaged;
    }

    /** @param damaged whether the source's frame was concealed or repeated */
    public void damaged(boolean damaged) {
        this.damaged = damaged;
    }
}
