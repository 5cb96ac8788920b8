package io.vsr4j.quality.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;

/**
 * Optical flow by dense inverse search (Kroeger, Timofte, Dai and Van Gool, "Fast optical flow using dense inverse search",
 * 2016), OpenCV's, at its medium preset. It needs no weights.
 */
public final class DisFlow implements OpticalFlow {
    /** Below, the pyramid has no level on which a patch could move. */
    private static final int SMALLEST = 32;

    private final DISOpticalFlow search;

    /** Prepares. */
    public DisFlow() {
        // Threads search stripes of the frame, and what is found near a border depends on where stripes end.
        opencv_core.setNumThreads(1);
        search = DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM);
    }

    /**
     * Refuses frames that are too small.
     *
     * @param width in pixels
     * @param height in pixels
     * @throws IllegalArgumentException if they are
     */
    public static void checkSize(int width, int height) {
        if (Math.min(width, height) < SMALLEST) {
            throw new IllegalArgumentException("optical flow needs frames of at least " + SMALLEST + "x" + SMALLEST
                    + " pixels, got " + width + "x" + height);
        }
    }

    @Override
    public String name() {
        return "DIS (OpenCV, medium preset)";
    }

    @Override
    public NDArray flow(NDArray from, NDArray to) {
        int height = (int) from.getShape().get(2);
        int width = (int) from.getShape().get(3);
        checkSize(width, height);
        // An empty matrix: the search takes one of the frames' size for a first guess, whatever lies in its memory.
        try (Mat first = grey(from, width, height);
                Mat second = grey(to, width, height);
                Mat flow = new Mat()) {
            search.calc(first, second, flow);
            FloatBuffer found = flow.createBuffer();
            float[] planes = new float[2 * width * height];
            for (int i = 0; i < width * height; i++) {
                planes[i] = found.get(2 * i);
                planes[width * height + i] = found.get(2 * i + 1);
            }
            return from.getManager().create(planes, new Shape(1, 2, height, width));
        }
    }

    /** Luma by BT.601, in 8 bits. */
    private static Mat grey(NDArray rgb, int width, int height) {
        float[] samples = rgb.toFloatArray();
        int pixels = width * height;
        byte[] luma = new byte[pixels];
        for (int i = 0; i < pixels; i++) {
            float y = 0.299f * samples[i] + 0.587f * samples[pixels + i] + 0.114f * samples[2 * pixels + i];
            luma[i] = (byte) Math.max(0, Math.min(255, Math.round(255 * y)));
        }
        Mat mat = new Mat(height, width, opencv_core.CV_8UC1);
        try (Pointer data = mat.data()) {
            new BytePointer(data).put(luma, 0, pixels);
        }
        return mat;
    }

    @Override
    public void close() {
        search.close();
    }
}
