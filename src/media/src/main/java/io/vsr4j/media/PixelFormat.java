package io.vsr4j.media;

/**
 * A planar sample layout without padding. Samples of more than 8 bits take two bytes, little endian.
 *
 * <p>Plane order is FFmpeg's: Y, U, V; for RGB: G, B, R; for grey: Y alone.
 *
 * @param model what the planes hold
 * @param depth bits a sample, 8 to 16
 * @param chromaShiftX log2 of the horizontal chroma subsampling (1 for 4:2:0 and 4:2:2); 0 unless YUV
 * @param chromaShiftY log2 of the vertical chroma subsampling (1 for 4:2:0); 0 unless YUV
 */
public record PixelFormat(Model model, int depth, int chromaShiftX, int chromaShiftY) {
    /** What the planes hold. */
    public enum Model {
        /** Luma and two chroma differences. */
        YUV,
        /** Green, blue, red. */
        RGB,
        /** Luma alone. */
        GRAY
    }

    private static final String[][] CHROMA = {{"444", "440", "4x1"}, {"422", "420", "4x2"}, {"411", "4x3", "410"}};

    /** 8-bit 4:2:0, what most video is. */
    public static final PixelFormat YUV420P = new PixelFormat(Model.YUV, 8, 1, 1);

    /** Checks depth and subsampling. */
    public PixelFormat {
        if (depth < 8 || depth > 16) {
            throw new IllegalArgumentException("sample depth must be in 8..16 bits, got " + depth);
        }
        int most = model == Model.YUV ? 2 : 0;
        if (chromaShiftX < 0 || chromaShiftX > most || chromaShiftY < 0 || chromaShiftY > most) {
            throw new IllegalArgumentException("chroma shifts must be in 0.." + most + " for " + model + ", got "
                    + chromaShiftX + " and " + chromaShiftY);
        }
    }

    /**
     * {@return the layout of a name such as yuv420p, yuv422p10 (or yuv422p10le), gbrp or gray}
     *
     * @throws MediaException if there is none of that name
     */
    public static PixelFormat of(String name) {
        String wanted = name.endsWith("le") ? name.substring(0, name.length() - 2) : name;
        for (int depth = 8; depth <= 16; depth++) {
            for (Model model : Model.values()) {
                int most = model == Model.YUV ? 2 : 0;
                for (int x = 0; x <= most; x++) {
                    for (int y = 0; y <= most; y++) {
                        PixelFormat format = new PixelFormat(model, depth, x, y);
                        if (format.toString().equals(wanted)) {
                            return format;
                        }
                    }
                }
            }
        }
        throw new MediaException("unknown pixel format '" + name
                + "'; it must be one of yuv420p, yuv422p, yuv444p, gbrp and gray, with the depth behind it where it is not 8,"
                + " for example yuv420p10");
    }

    /** {@return number of planes} */
    public int planes() {
        return model == Model.GRAY ? 1 : 3;
    }

    /** {@return 1 or 2} */
    public int bytesPerSample() {
        return depth > 8 ? 2 : 1;
    }

    /**
     * @param plane 0 to {@link #planes()} - 1
     * @param width width of the picture in pixels
     * @return width of that plane in samples, rounded up
     */
    public int planeWidth(int plane, int width) {
        return plane == 0 ? width : -(-width >> chromaShiftX);
    }

    /**
     * @param plane 0 to {@link #planes()} - 1
     * @param height height of the picture in pixels
     * @return height of that plane in samples, rounded up
     */
    public int planeHeight(int plane, int height) {
        return plane == 0 ? height : -(-height >> chromaShiftY);
    }

    /**
     * @param width width of the picture in pixels
     * @param height height of the picture in pixels
     * @return bytes of all planes together
     */
    public long bytes(int width, int height) {
        long samples = 0;
        for (int p = 0; p < planes(); p++) {
            samples += (long) planeWidth(p, width) * planeHeight(p, height);
        }
        return samples * bytesPerSample();
    }

    /** {@return the common short name: yuv420p, yuv422p10, gbrp12, gray, ...} */
    @Override
    public String toString() {
        String bits = depth > 8 ? Integer.toString(depth) : "";
        return switch (model) {
            case GRAY -> "gray" + bits;
            case RGB -> "gbrp" + bits;
            case YUV -> "yuv" + CHROMA[chromaShiftX][chromaShiftY] + "p" + bits;
        };
    }
}
