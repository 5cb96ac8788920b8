package io.vsr4j.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import java.util.Random;

/**
 * Textures of waves that move evenly, and their reduction by averaging, from a fixed set.
 *
 * @param frames of a clip
 * @param size of good frames, in pixels
 * @param scale by which bad ones are smaller
 * @param set how many different clips there are
 */
public record SyntheticClips(int frames, int size, int scale, int set) implements ClipSource {
    private static final int WAVES = 5;

    @Override
    public Clip clip(long index, NDManager owner) {
        Random random = new Random(index % set);
        NDArray high = texture(random, frames, 1 + random.nextInt(2), owner);
        return new Clip(high, Torch.bilinearAntialias(high, size / scale, size / scale), null, null);
    }

    @Override
    public NDArray pictures(long index, int count, NDManager owner) {
        Random random = new Random(1_000_003 * (index % set) + 7);
        NDArray all = owner.zeros(new Shape(count, 3, size, size));
        for (int i = 0; i < count; i++) {
            all.set(
                    new ai.djl.ndarray.index.NDIndex("{}", i),
                    texture(random, 1, 0, owner).get(0));
        }
        return all;
    }

    private NDArray texture(Random random, int count, int speed, NDManager owner) {
        double[][] waves = new double[3 * WAVES][];
        for (int i = 0; i < waves.length; i++) {
            waves[i] = new double[] {random.nextGaussian() * 0.5, random.nextGaussian() * 0.5, random.nextDouble() * 6};
        }
        float[] values = new float[count * 3 * size * size];
        int at = 0;
        for (int t = 0; t < count; t++) {
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        double sum = 0;
                        for (int i = c * WAVES; i < (c + 1) * WAVES; i++) {
                            sum += Math.sin(waves[i][0] * (x + speed * t) + waves[i][1] * y + waves[i][2]);
                        }
                        values[at++] = (float) (0.5 + sum / (2 * WAVES));
                    }
                }
            }
        }
        return owner.create(values, new Shape(count, 3, size, size));
    }
}
