package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.util.Random;

/**
 * Waves of random directions and colours: those of a clip move on with each frame. A teacher is there whose pictures have a
 * little less contrast.
 *
 * @param count how many clips there are, which come again and again
 * @param frames of each
 * @param side of good frames
 * @param finest wave of a clip, at least 0.15 radians a pixel; those of pictures are finer
 * @param seed of all
 */
public record WavyClips(int count, int frames, int side, double finest, long seed) implements ClipSource {
    private static final int WAVES = 6;
    private static final int SCALE = 4;

    @Override
    public Clip clip(long index, NDManager owner) {
        Random random = new Random(31 * seed + index % count);
        double[][] waves = waves(random, finest);
        double right = 2 + 2 * random.nextDouble();
        double down = 2 + 2 * random.nextDouble();
        NDList high = new NDList();
        for (int t = 0; t < frames; t++) {
            high.add(picture(waves, right * t, down * t, owner));
        }
        NDArray all = NDArrays.concat(high);
        NDArray low = Torch.bilinearAntialias(all, side / SCALE, side / SCALE);
        return new Clip(all, low, null, all.mul(0.9).add(0.05));
    }

    @Override
    public NDArray pictures(long index, int pictures, NDManager owner) {
        NDList all = new NDList();
        for (int i = 0; i < pictures; i++) {
            Random random = new Random(1_000_003 * (31 * seed + index % count) + i);
            all.add(picture(waves(random, 2.2), 0, 0, owner));
        }
        return NDArrays.concat(all);
    }

    private static double[][] waves(Random random, double finest) {
        double[][] waves = new double[WAVES][];
        for (int i = 0; i < WAVES; i++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double frequency = 0.15 + (finest - 0.15) * random.nextDouble();
            waves[i] = new double[] {
                frequency * Math.cos(angle),
                frequency * Math.sin(angle),
                2 * Math.PI * random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble()
            };
        }
        return waves;
    }

    private NDArray picture(double[][] waves, double right, double down, NDManager owner) {
        float[] values = new float[3 * side * side];
        for (int i = 0; i < values.length; i++) {
            double x = i % side - right;
            double y = i / side % side - down;
            int colour = i / (side * side);
            double sum = 0;
            for (double[] wave : waves) {
                sum += wave[3 + colour] * Math.sin(wave[0] * x + wave[1] * y + wave[2]);
            }
            values[i] = (float) (0.5 + 0.5 * Math.tanh(0.7 * sum));
        }
        return owner.create(values, new Shape(1, 3, side, side));
    }
}
