package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.util.Random;

/** Clips of a few waves that move, and what a reduction by four leaves of them. */
record MovingPattern(int count, int frames, int side) implements ClipSource {
    private static final int WAVES = 4;

    @Override
    public Clip clip(long index, NDManager owner) {
        NDArray high = waves(new Random(31 * (index % count) + 7), frames, owner);
        NDArray low = Torch.bicubicAntialias(high, side / 4, side / 4);
        return new Clip(high, Torch.clamp(low, 0, 1), null, null);
    }

    @Override
    public NDArray pictures(long index, int pictures, NDManager owner) {
        return waves(new Random(index), pictures, owner);
    }

    private NDArray waves(Random random, int frames, NDManager owner) {
        Shape grid = new Shape(frames, 3, side, side);
        NDArray t = owner.arange(0f, frames, 1f).reshape(frames, 1, 1, 1);
        NDArray y = owner.arange(0f, side, 1f).reshape(1, 1, side, 1);
        NDArray x = owner.arange(0f, side, 1f).reshape(1, 1, 1, side);
        NDArray sum = owner.zeros(grid);
        for (int wave = 0; wave < WAVES; wave++) {
            NDArray phase = owner.create(new float[] {number(random, 3), number(random, 3), number(random, 3)})
                    .reshape(1, 3, 1, 1);
            sum = sum.add(x.mul(number(random, 0.4))
                    .add(y.mul(number(random, 0.4)))
                    .add(t.mul(number(random, 1)))
                    .add(phase)
                    .sin());
        }
        return sum.mul(0.4 / WAVES).add(0.5);
    }

    private static float number(Random random, double most) {
        return (float) ((2 * random.nextDouble() - 1) * most);
    }
}
