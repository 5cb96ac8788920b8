package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.degrade.Raster;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 80;
    private static final int PLANE = WIDTH * HEIGHT;
    private static final int FRAMES = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void warpingByTheTrueFlowGivesTheNeighbourWhereNothingIsHidden(long seed) {
        Random random = new Random(seed);
        Orientation orientation = Orientation.draw(random, true, true);
        Scene scene = Scene.draw(random, photo(220, 200), WIDTH, HEIGHT, FRAMES, orientation);
        check(scene, 0, 1);
        check(scene, 3, 2);
    }

    /** Frame {@code to} read at p + flow(p) is frame {@code from} at p. */
    private static void check(Scene scene, int from, int to) {
        Raster frame = scene.frame(from);
        Raster other = scene.frame(to);
        float[] there = flow(scene, from, to);
        float[] back = flow(scene, to, from);
        double warped = 0;
        double still = 0;
        int seen = 0;
        for (int i = 0; i < PLANE; i++) {
            double x = i % WIDTH + there[i];
            double y = i / WIDTH + there[i + PLANE];
            if (!isSeen(there, back, i, x, y)) {
                continue;
            }
            seen++;
            for (int c = 0; c < 3; c++) {
                float is = frame.samples()[c * PLANE + i];
                warped += Math.pow(is - cubic(other, c, x, y), 2) / 3;
                still += Math.pow(is - other.samples()[c * PLANE + i], 2) / 3;
            }
        }
        assertThat(seen).as("pixels that are seen in both").isBetween(PLANE / 4, PLANE - 1);
        assertThat(psnr(warped / seen)).isGreaterThan(40);
        assertThat(psnr(warped / seen)).isGreaterThan(psnr(still / seen));
    }

    /** All around a pixel the way there and back must lead home: nothing is covered, and no outline is near. */
    private static boolean isSeen(float[] there, float[] back, int i, double x, double y) {
        if (x < 3 || y < 3 || x > WIDTH - 4 || y > HEIGHT - 4) {
            return false;
        }
        int px = i % WIDTH;
        int py = i / WIDTH;
        for (int dy = -4; dy <= 4; dy += 2) {
            for (int dx = -4; dx <= 4; dx += 2) {
                int at = Math.max(0, Math.min(HEIGHT - 1, py + dy)) * WIDTH + Math.max(0, Math.min(WIDTH - 1, px + dx));
                int tx = (int) Math.round(at % WIDTH + there[at]);
                int ty = (int) Math.round(at / WIDTH + there[at + PLANE]);
                if (tx < 0 || ty < 0 || tx >= WIDTH || ty >= HEIGHT) {
                    continue;
                }
                int home = ty * WIDTH + tx;
                double errorX = there[at] + back[home];
                double errorY = there[at + PLANE] + back[home + PLANE];
                if (Math.hypot(errorX, errorY) > 0.05) {
                    return false;
                }
            }
        }
        return true;
    }

    private static float[] flow(Scene scene, int from, int to) {
        float[] flow = new float[2 * PLANE];
        scene.flow(from, to, flow, 0);
        return flow;
    }

    private static double cubic(Raster frame, int plane, double x, double y) {
        int left = (int) Math.floor(x) - 1;
        int top = (int) Math.floor(y) - 1;
        double sum = 0;
        for (int j = 0; j < 4; j++) {
            for (int i = 0; i < 4; i++) {
                int column = Math.max(0, Math.min(WIDTH - 1, left + i));
                int row = Math.max(0, Math.min(HEIGHT - 1, top + j));
                sum += weight(x - left - i)
                        * weight(y - top - j)
                        * frame.samples()[plane * PLANE + row * WIDTH + column];
            }
        }
        return sum;
    }

    private static double weight(double distance) {
        double d = Math.abs(distance);
        return d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    }

    private static double psnr(double error) {
        return 10 * Math.log10(255 * 255 / error);
    }

    @Test
    void aPhotoThatIsJustLargeEnoughHoldsAClipHoweverItLies() {
        PhotoPixels photo = photo(Scene.least(40), Scene.least(30));
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            assertThat(Scene.draw(random, photo, 40, 30, 9, new Orientation(false, seed % 2 > 0, false)))
                    .isNotNull();
            assertThat(Scene.draw(random, photo, 30, 40, 9, new Orientation(true, false, seed % 2 > 0)))
                    .isNotNull();
        }
        assertThatThrownBy(() -> Scene.draw(new Random(1), photo(30, 30), 40, 30, 3, Orientation.UPRIGHT))
                .hasMessageContaining("a photo of 30x30 holds no clip of 40x30");
    }

    /** Within three standard deviations of a half. */
    @Test
    void halfOfTheClipsAreBlurredByTheirMotion() {
        PhotoPixels photo = photo(120, 120);
        int blurred = 0;
        for (int seed = 0; seed < 400; seed++) {
            Scene scene = Scene.draw(new Random(seed), photo, 40, 30, 3, Orientation.UPRIGHT);
            blurred += scene.isBlurred() ? 1 : 0;
        }
        assertThat(blurred).isBetween(170, 230);
    }

    @Test
    void cubicInterpolationGoesThroughTheSamplesAndThroughAParabola() {
        byte[] samples = new byte[3 * 100];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) (i % 10 * (i % 10) + 3);
        }
        PhotoPixels photo = new PhotoPixels(10, 10, samples);
        for (double x : new double[] {2, 3.25, 4.5, 6.9}) {
            float[] colour = new float[3];
            photo.add(x, 4.3, 1, colour);
            assertThat(colour[1]).isCloseTo((float) (x * x + 3), within(1e-3f));
        }
    }

    private static PhotoPixels photo(int width, int height) {
        Raster waves = DataFiles.waves(width, height, 5);
        byte[] samples = new byte[waves.samples().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) waves.code(i);
        }
        return new PhotoPixels(width, height, samples);
    }
}
