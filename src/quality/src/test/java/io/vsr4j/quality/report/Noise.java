package io.vsr4j.quality.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Picture;
import io.vsr4j.quality.FrameLookup;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.pixel.ArrayRows;
import io.vsr4j.quality.pixel.RowSource;
import io.vsr4j.tensor.TorchEngine;
import java.util.Random;
import java.util.function.Consumer;

/** A film that no coder of pictures can make small: one frame of noise, over and over, and its negative as the reference. */
final class Noise implements FrameLookup, AutoCloseable {
    private final NDManager manager = TorchEngine.newManager(ai.djl.Device.cpu());
    private final RowSource output;
    private final RowSource reference;

    Noise(int width, int height) {
        float[] values = new float[3 * width * height];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256) / 255f;
        }
        NDArray frame = manager.create(values, new Shape(1, 3, height, width));
        output = new ArrayRows(frame);
        reference = new ArrayRows(frame.neg().add(1));
    }

    @Override
    public void at(int index, Consumer<FramePair> look) {
        look.accept(new FramePair() {
            @Override
            public int index() {
                return index;
            }

            @Override
            public double seconds() {
                return index / 24.0;
            }

            @Override
            public boolean hasReference() {
                return true;
            }

            @Override
            public Picture picture(Side side) {
                throw new UnsupportedOperationException();
            }

            @Override
            public NDArray rgb(Side side) {
                throw new UnsupportedOperationException();
            }

            @Override
            public RowSource rows(Side side) {
                return side == Side.OUTPUT ? output : reference;
            }
        });
    }

    @Override
    public void close() {
        manager.close();
    }
}
