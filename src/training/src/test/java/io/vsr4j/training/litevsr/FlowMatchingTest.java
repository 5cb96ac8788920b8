package io.vsr4j.training.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Slopes;
import io.vsr4j.training.Terms;
import io.vsr4j.training.litevsr.Unrolling.Rounding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowMatchingTest {
    /** With a time of little noise, so that there is something to unroll. */
    private static final Draw EARLY = draw(0, 0.08);

    @TempDir
    private Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private LiteVsrTask task;
    private LatentPair sample;

    private static Draw draw(double low, double high) {
        for (long seed = 0; ; seed++) {
            Draw draw = new Draw(seed, 0);
            if (draw.uniform("time") > low && draw.uniform("time") < high) {
                return draw;
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        task = new TinyLiteVsr(folder).open(TinyLiteVsr.options(3, Estimate.UNROLLED));
        sample = task.sample(0, scope);
    }

    @AfterEach
    void close() {
        task.close();
        scope.close();
    }

    private Map<String, NDArray> parameters() {
        return task.groups().get(0).parameters();
    }

    private FlowMatching phase(int unrolling, Estimate estimate) {
        FlowMatching phase = (FlowMatching) task.phases().get(0);
        return new FlowMatching(
                phase.network(),
                phase.text(),
                new Unrolling(unrolling, 5, Rounding.CEILING),
                estimate,
                TimeWeight.CONSTANT);
    }

    @Test
    void gradientsAreSlopes() {
        FlowMatching phase = phase(0, Estimate.UNROLLED);
        Slopes.check(parameters(), 0.01, inner -> phase.terms(sample, draw(0.4, 0.6), inner));
    }

    /** Its loss and its gradients are those of the last pass alone, whose estimate might as well be data. */
    @Test
    void theEstimateHasNoGradient() {
        FlowMatching phase = phase(3, Estimate.UNROLLED);
        double t = EARLY.uniform("time");
        NDArray noise = EARLY.noise("noise", scope, sample.high().getShape());
        NDArray state = sample.high().mul(1 - t).add(noise.mul(t));
        NDArray timestep = scope.create(new float[] {(float) (1000 * t)});
        NDArray target = noise.sub(sample.high());
        NDArray estimate = sample.low();
        try (Autograd off = Autograd.off()) {
            for (int k = 0; k < phase.unrolling().passes(t); k++) {
                NDArray v = phase.network().velocity(state, timestep, sample.low(), estimate, phase.text());
                estimate = state.sub(v.mul(t));
            }
        }
        NDArray last = estimate;
        Map<String, NDArray> expected = Slopes.gradients(scope, parameters(), inner -> {
            NDArray v = phase.network().velocity(state, timestep, sample.low(), last, phase.text());
            return new Terms().add("flow", 1, v.sub(target).square().mean());
        });
        Map<String, NDArray> found = Slopes.gradients(scope, parameters(), inner -> phase.terms(sample, EARLY, inner));

        assertThat(phase.unrolling().passes(t)).isGreaterThan(1);
        expected.forEach((name, gradient) -> {
            double size = gradient.abs().max().getFloat();
            assertThat((double) found.get(name).sub(gradient).abs().max().getFloat())
                    .as(name)
                    .isCloseTo(0, within(1e-4 * size));
        });
    }

    @Test
    void theAdapterSeesWhatItIsToldTo() {
        double unrolled = loss(phase(3, Estimate.UNROLLED));
        double first = loss(phase(0, Estimate.UNROLLED));
        double truth = loss(phase(3, Estimate.TRUE));
        assertThat(List.of(unrolled, first, truth)).doesNotHaveDuplicates();
        // What is told as the low-quality latent is the first estimate.
        LatentPair clean = new LatentPair(sample.high(), sample.high());
        FlowMatching phase = phase(0, Estimate.UNROLLED);
        assertThat(Slopes.value(phase.terms(clean, EARLY, scope)))
                .isEqualTo(Slopes.value(phase(0, Estimate.TRUE).terms(clean, EARLY, scope)));
    }

    private double loss(FlowMatching phase) {
        return Slopes.value(phase.terms(sample, EARLY, scope));
    }

    @Test
    void weightsPreferLittleNoise() {
        for (TimeWeight weight : TimeWeight.values()) {
            for (double t = 0; t < 1; t += 0.01) {
                assertThat(weight.of(t)).isPositive().isFinite().isGreaterThanOrEqualTo(weight.of(t + 0.01));
            }
        }
        assertThat(TimeWeight.INVERSE_SQUARE.of(0)).isEqualTo(5);
        assertThat(TimeWeight.INVERSE_SQUARE.of(0.5)).isEqualTo(4);
        assertThat(TimeWeight.LINEAR.of(0.25)).isCloseTo(0.85, within(1e-12));
    }
}
