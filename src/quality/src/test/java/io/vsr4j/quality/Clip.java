package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;

/** A clip whose frames, {@code [1, 3, H, W]}, 0 to 1, are made when they are asked for. */
public record Clip(int width, int height, int frames, BiFunction<NDManager, Integer, NDArray> source) {
    /** {@return a clip of noise with some structure, in steps of 1/255, always the same} */
    public static Clip noise(int width, int height, int frames) {
        return new Clip(width, height, frames, (owner, index) -> {
            Random random = new Random(index);
            float[] values = new float[3 * height * width];
            for (int i = 0; i < values.length; i++) {
                int slope = 96 * (i % width) / width + 64 * (i / width % height) / height;
                values[i] = (slope + random.nextInt(96)) / 255f;
            }
            return owner.create(values, new Shape(1, 3, height, width));
        });
    }

    /** {@return a clip that shows one picture} */
    public static Clip of(float[] picture, int width, int height, int frames) {
        return new Clip(width, height, frames, (owner, index) -> owner.create(picture, new Shape(1, 3, height, width)));
    }

    /** {@return one of its frames} */
    public NDArray frame(NDManager owner, int index) {
        return source.apply(owner, index);
    }

    /** {@return what a meter is told of it} */
    public MeterSetting setting(Path weights, long seed) {
        MetricWeights files = new MetricWeights(Optional.ofNullable(weights));
        return new MeterSetting(width, height, frames, 25, files, Device.cpu(), seed);
    }

    /** {@return the score of the whole clip} */
    public Score measure(Metric metric, Path weights, long seed) throws IOException {
        try (Meter meter = metric.open(setting(weights, seed))) {
            show(meter, frames, index -> true);
            return meter.finish();
        }
    }

    /** Shows the first frames; those that may not be seen throw when their pixels are asked for. */
    public void show(Meter meter, int count, IntPredicate visible) {
        for (int i = 0; i < count; i++) {
            try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
                int index = i;
                meter.accept(new FramePair() {
                    @Override
                    public int index() {
                        return index;
                    }

                    @Override
                    public double seconds() {
                        return index / 25.0;
                    }

                    @Override
                    public boolean hasReference() {
                        return false;
                    }

                    @Override
                    public Picture picture(Side side) {
                        throw new AssertionError("only the pixels are of interest");
                    }

                    @Override
                    public NDArray rgb(Side side) {
                        if (side != Side.OUTPUT || !visible.test(index)) {
                            throw new AssertionError("looked at " + side + " of frame " + index);
                        }
                        return frame(scope, index);
                    }
                });
            }
        }
    }
}
