package io.vsr4j.training.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JointDistillationTest {
    private static final JointDistillation RULE = new JointDistillation(0.5, 20, 980);
    private static final int PIXELS = 2 * 3 * 2;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        scope.close();
    }

    private static double[] random(int frames, int seed) {
        return new Random(seed).doubles(frames * PIXELS, -2, 2).toArray();
    }

    private NDArray latents(double[] values) {
        return scope.create(values, new Shape(values.length / PIXELS, 2, 3, 2));
    }

    /** Equations 9 to 11 number by number, with the sign of a descent. */
    private static double[] expected(double[] z, double[] fake, double[] real, double lambda) {
        int frames = z.length / PIXELS;
        double distance = 0;
        for (int i = 0; i < z.length; i++) {
            distance += Math.abs(z[i] - real[i]) / z.length;
        }
        double[] g = new double[z.length];
        for (int t = 0; t < frames; t++) {
            for (int p = 0; p < PIXELS; p++) {
                int i = t * PIXELS + p;
                g[i] += (fake[i] - real[i]) / distance;
                if (t + 1 < frames) {
                    int next = i + PIXELS;
                    double change = ((fake[i] - fake[next]) - (real[i] - real[next])) / distance;
                    g[i] += lambda * change;
                    g[next] -= lambda * change;
                }
            }
        }
        return g;
    }

    @Test
    void theDirectionIsThatOfTheEquations() {
        for (int frames : new int[] {1, 2, 5}) {
            double[] z = random(frames, 1);
            double[] fake = random(frames, 2);
            double[] real = random(frames, 3);
            for (double lambda : new double[] {0, 0.5, 2}) {
                double[] g = new JointDistillation(lambda, 20, 980)
                        .direction(latents(z), latents(fake), latents(real))
                        .toDoubleArray();
                double[] plain = expected(z, fake, real, lambda);
                for (int i = 0; i < g.length; i++) {
                    assertThat(g[i]).as("%d frames, number %d", frames, i).isCloseTo(plain[i], within(1e-12));
                }
            }
        }
    }

    @Test
    void latentsThatAreRealStayWhereTheyAre() {
        NDArray z = latents(random(3, 1));
        assertThat(RULE.direction(z, z, z).toDoubleArray()).containsOnly(0);
    }

    /** With the target held fast, as the gradient takes it. */
    @Test
    void theLossHasTheDirectionAsItsGradient() {
        double[] z = random(3, 1);
        double[] g = random(3, 2);
        NDArray latents = latents(z);
        latents.setRequiresGradient(true);
        try (Autograd on = Autograd.on()) {
            PtNDArray loss = (PtNDArray) JointDistillation.loss(latents, latents(g));
            assertThat(loss.toDoubleArray()[0]).isCloseTo(half(z, z, g), within(1e-12));
            JniUtils.backward(loss, (PtNDArray) scope.create(1.0), false, false);
        }
        double[] gradient = latents.getGradient().toDoubleArray();
        double h = 1e-5;
        for (int i = 0; i < z.length; i++) {
            double[] up = z.clone();
            double[] down = z.clone();
            up[i] += h;
            down[i] -= h;
            assertThat(gradient[i])
                    .isCloseTo((half(up, z, g) - half(down, z, g)) / (2 * h), within(1e-9))
                    .isCloseTo(g[i] / z.length, within(1e-12));
        }
    }

    private static double half(double[] z, double[] fixed, double[] g) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += Math.pow(z[i] - (fixed[i] - g[i]), 2) / 2 / z.length;
        }
        return sum;
    }

    /** Where the fake network knows the latents as they are, each step brings them nearer to the real ones. */
    @Test
    void aStepMovesLatentsTowardsRealOnes() {
        NDArray real = latents(random(4, 3));
        NDArray z = latents(random(4, 1));
        double before = distance(z, real);
        double flicker = distance(change(z), change(real));
        NDArray g = RULE.direction(z, z, real);

        assertThat(distance(z.sub(g.mul(0.1)), real)).isLessThan(before);
        assertThat(distance(change(z.sub(g.mul(0.1))), change(real))).isLessThan(flicker);
        assertThat(distance(z.add(g.mul(0.1)), real)).as("as printed").isGreaterThan(before);
    }

    /**
     * Two networks that are perfect: for normal distributions around a mean, the clean sample in a noisy one is known. Then
     * the steps take the latents' mean to that of real ones, whatever the noise.
     */
    @Test
    void distributionsMeet() {
        NDArray target = latents(random(4, 3));
        NDArray z = latents(random(4, 1));
        double before = distance(z, target);
        Random random = new Random(5);
        for (int step = 0; step < 200; step++) {
            double signal = 0.3 + 0.6 * random.nextDouble();
            double noise = Math.sqrt(1 - signal * signal);
            NDArray noisy = z.mul(signal)
                    .add(latents(random.doubles(z.size()).toArray()).mul(noise));
            NDArray g = RULE.direction(z, clean(noisy, z, signal), clean(noisy, target, signal));
            z = z.sub(g.mul(0.02));
        }
        assertThat(distance(z, target)).isLessThan(before / 10);
    }

    /** E[z_0 | z_t] of a normal distribution with a mean and the deviation 0.5. */
    private static NDArray clean(NDArray noisy, NDArray mean, double signal) {
        double gain = signal * 0.25 / (signal * signal * 0.25 + 1 - signal * signal);
        return mean.add(noisy.sub(mean.mul(signal)).mul(gain));
    }

    private static NDArray change(NDArray z) {
        return z.get("1:").sub(z.get(":-1"));
    }

    private static double distance(NDArray a, NDArray b) {
        return Math.sqrt(a.sub(b).square().sum().toDoubleArray()[0]);
    }
}
