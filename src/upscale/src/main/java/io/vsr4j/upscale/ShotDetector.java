package io.vsr4j.upscale;

import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Finds hard cuts from small luma images. A frame begins a shot if it differs from the one before by much more than
 * frames around it differ from each other, and the picture does not come back right after (a flash is no cut).
 *
 * <p>The result is a deterministic function of the frames. A missed dissolve does no harm: windows are then blended across
 * it as within any shot.
 */
public final class ShotDetector {
    private static final int COLUMNS = 32;
    private static final int ROWS = 18;
    /** Mean difference of two small images, of the full scale, below which nothing is a cut. */
    private static final double LEAST = 0.06;
    /** How many times its surroundings' largest difference a cut's own difference is. */
    private static final double OUTSTANDING = 2.5;

    private ShotDetector() {}

    /**
     * {@return index of the first frame of each shot, beginning with 0}
     *
     * @param source the frames, read once from beginning to end
     * @param progress told the number of frames read so far
     */
    public static List<Integer> shots(FrameSource source, IntConsumer progress) {
        int frames = source.video().frames().count();
        Picture picture = new Picture(
                source.video().format(), source.video().width(), source.video().height());
        float[][] small = new float[frames][];
        List<Integer> shots = new ArrayList<>(List.of(0));
        double[] step = new double[frames];
        source.seek(0);
        for (int t = 0; t < frames; t++) {
            source.read(picture);
            small[t] = shrink(picture);
            if (t > 0) {
                step[t] = difference(small[t], small[t - 1]);
            }
            // The decision on frame t - 2 needs two frames after it; older images are not needed any more.
            if (t >= 3) {
                decide(t - 2, step, small, frames, shots);
            }
            if (t >= 4) {
                small[t - 4] = null;
            }
            progress.accept(t + 1);
        }
        for (int t = Math.max(1, frames - 2); t < frames; t++) {
            decide(t, step, small, frames, shots);
        }
        return shots;
    }

    private static void decide(int t, double[] step, float[][] small, int frames, List<Integer> shots) {
        double around = 0;
        for (int i = Math.max(1, t - 2); i <= Math.min(frames - 1, t + 2); i++) {
            if (i != t) {
                around = Math.max(around, step[i]);
            }
        }
        boolean comesBack = t + 1 < frames && difference(small[t + 1], small[t - 1]) < step[t] / 2;
        boolean afterFlash = step[t] > LEAST && t >= 2 && difference(small[t], small[t - 2]) < step[t] / 2;
        if (step[t] > LEAST && step[t] > OUTSTANDING * around && !comesBack && !afterFlash) {
            shots.add(t);
        }
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    /** Means of the first plane (luma, or green) over a grid of cells, 0 to 1; large frames are read at every nth sample. */
    private static float[] shrink(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        int bytes = picture.format().bytesPerSample();
        int every = Math.max(1, Math.min(width, height) / 256);
        ByteBuffer data = picture.data();
        long[] sums = new long[COLUMNS * ROWS];
        int[] counts = new int[COLUMNS * ROWS];
        for (int y = 0; y < height; y += every) {
            int row = (int) ((long) y * ROWS / height) * COLUMNS;
            for (int x = 0; x < width; x += every) {
                int cell = row + (int) ((long) x * COLUMNS / width);
                int at = (y * width + x) * bytes;
                sums[cell] += bytes == 1 ? data.get(at) & 0xff : data.getShort(at) & 0xffff;
                counts[cell]++;
            }
        }
        float[] small = new float[sums.length];
        float most = (1 << picture.format().depth()) - 1;
        for (int i = 0; i < small.length; i++) {
            small[i] = counts[i] == 0 ? 0 : sums[i] / (counts[i] * most);
        }
        return small;
    }
}
