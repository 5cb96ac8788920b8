package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.util.Random;

/**
 * Waves that move steadily, four times smaller and with noise. So that a clip's motion is known exactly.
 *
 * @param frames of a clip
 * @param side of the larger frames
 * @param count different clips, which come again and again
 * @param steady noise of a clip's every frame
 * @param jumping noise of which each frame has as much as chance gives it
 */
public record MovingWaves(int frames, int side, int count, double steady, double jumping) implements ClipSource {
    private static final int SCALE = 4;

    /** Clips with a little steady noise. */
    public MovingWaves(int frames, int side, int count) {
        this(frames, side, count, 0.02, 0);
    }

    @Override
    public Clip clip(long index, NDManager owner) {
        Random random = new Random(1000 + index % count);
        double across = 2 * random.nextDouble() - 1;
        double down = 2 * random.nextDouble() - 1;
        float[] values = new float[frames * 3 * side * side];
        int at = 0;
        double angle = Math.PI * random.nextDouble();
        double length = 4 + 12 * random.nextDouble();
        double[] phase = random.doubles(3, 0, 6).toArray();
        for (int t = 0; t < frames; t++) {
            for (int colour = 0; colour < 3; colour++) {
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        double along = Math.cos(angle) * (x - across * t) + Math.sin(angle) * (y - down * t);
                        values[at++] = (float) (0.5 + 0.4 * Math.sin(phase[colour] + 2 * Math.PI * along / length));
                    }
                }
            }
        }
        NDArray high = owner.create(values, new Shape(frames, 3, side, side));
        NDArray low = Torch.bicubicAntialias(high, side / SCALE, side / SCALE);
        return new Clip(high, degraded(low, random), flow(owner, across, down), null);
    }

    private NDArray degraded(NDArray low, Random random) {
        float[] noise = new float[(int) low.size()];
        int frame = noise.length / frames;
        double spread = 0;
        for (int i = 0; i < noise.length; i++) {
            if (i % frame == 0) {
                spread = steady + jumping * random.nextDouble();
            }
            noise[i] = (float) (spread * random.nextGaussian());
        }
        NDArray added = low.getManager().create(noise, low.getShape());
        return Torch.clamp(low.add(added), 0, 1);
    }

    private NDArray flow(NDManager owner, double across, double down) {
        int pixels = side * side;
        float[] values = new float[2 * (frames - 1) * 2 * pixels];
        for (int i = 0; i < values.length; i++) {
            int component = i / pixels % 2;
            int way = i / (2 * pixels) / (frames - 1);
            values[i] = (float) ((component == 0 ? across : down) * (way == 0 ? 1 : -1));
        }
        return owner.create(values, new Shape(2, frames - 1, 2, side, side));
    }

    @Override
    public NDArray pictures(long index, int wanted, NDManager owner) {
        throw new UnsupportedOperationException("nobody asks waves for pictures");
    }
}
