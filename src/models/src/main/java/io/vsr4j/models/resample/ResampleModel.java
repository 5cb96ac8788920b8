package io.vsr4j.models.resample;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.TorchScript;

/**
 * Enlarges by a separable kernel. Half-pixel centres; the edge pixel goes on beyond the edge.
 *
 * <p>Each axis is cut into blocks of {@value #BLOCK} source pixels. What a block of output needs is a short stretch of
 * input, and how it follows from it is the same matrix for every block: mostly zeros, but one multiplication of dense
 * matrices is many times faster than as many short sums, or than a convolution with so few channels.
 */
final class ResampleModel implements VsrModel {
    /** Nothing is learned. */
    static final String FINGERPRINT = "none";

    private static final int BLOCK = 32;
    private static final TorchScript SCRIPT = TorchScript.resource(ResampleModel.class, "resample.ts.py");

    private final ModelCard card;
    private final int scale;
    private final NDManager manager;
    private final int radius;
    private final NDArray matrix;

    ResampleModel(ModelCard card, Kernel kernel, int scale, Device device) {
        this.card = card;
        this.scale = scale;
        this.radius = kernel.radius();
        manager = TorchEngine.newManager(device);
        matrix = manager.create(matrix(kernel, scale), new Shape(BLOCK * scale, BLOCK + 2 * kernel.radius()));
        manager.cap();
    }

    /** Row o holds the weights of output pixel o of a block for its inputs, which start {@code radius} before it. */
    private static float[] matrix(Kernel kernel, int scale) {
        int inputs = BLOCK + 2 * kernel.radius();
        float[] matrix = new float[BLOCK * scale * inputs];
        for (int phase = 0; phase < scale; phase++) {
            float[] weights = kernel.weights(scale, phase);
            for (int i = 0; i < BLOCK; i++) {
                System.arraycopy(weights, 0, matrix, (i * scale + phase) * inputs + i, weights.length);
            }
        }
        return matrix;
    }

    /**
     * Input, the frames enlarged along one axis with the blocks cut from it, and the result, twice if it must be cropped.
     * Measured peaks lie 20 to 50 percent below.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long source = 3L * Float.BYTES * frames * width * height;
        return source * (2 + 3L * scale + (long) scale * scale * 2);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return scale;
    }

    @Override
    public String fingerprint() {
        return FINGERPRINT;
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            return SCRIPT.call("enlarge", frames, matrix, BLOCK, radius);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
