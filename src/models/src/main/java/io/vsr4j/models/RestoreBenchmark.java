package io.vsr4j.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;

/** Times a model by itself, without video. */
public final class RestoreBenchmark {
    private static final int WARM_UP_RUNS = 3;

    private RestoreBenchmark() {}

    /**
     * How long one frame takes.
     *
     * @param medianMillis of all runs
     * @param minMillis of the fastest run: what the machine can do when nothing else runs
     */
    public record Timing(double medianMillis, double minMillis) {}

    /**
     * Restores a window of noise again and again.
     *
     * @param model any
     * @param device the model's
     * @param frames in a window, accepted by the model
     * @param width of a frame, in pixels
     * @param height of a frame, in pixels
     * @param runs how many are timed, after three that are not; at least 1
     * @return times for one frame, the window's divided by its length
     */
    public static Timing run(VsrModel model, Device device, int frames, int width, int height, int runs) {
        if (runs < 1) {
            throw new IllegalArgumentException("runs must be at least 1, got " + runs);
        }
        double[] millis = new double[runs];
        try (NDManager manager = TorchEngine.newManager(device)) {
            NDArray window = manager.randomUniform(0, 1, new Shape(frames, 3, height, width));
            for (int i = -WARM_UP_RUNS; i < runs; i++) {
                long start = System.nanoTime();
                try (NDArray result = model.restore(window, Placement.ORIGIN)) {
                    // Reading one element waits for a device that computes in the background.
                    result.get(0, 0, 0, 0).toFloatArray();
                }
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6 / frames;
                }
            }
        }
        Arrays.sort(millis);
        return new Timing((millis[runs / 2] + millis[(runs - 1) / 2]) / 2, millis[0]);
    }
}
