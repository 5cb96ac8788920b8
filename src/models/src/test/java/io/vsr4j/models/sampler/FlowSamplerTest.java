package io.vsr4j.models.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowSamplerTest {
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final NDArray x0 = manager.create(new float[] {-1, 0.25f, 3});
    private final NDArray epsilon = manager.create(new float[] {0.5f, -2, 1});

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void oneStepSubtractsTheVelocity() {
        FlowSchedule schedule = FlowSchedule.wan(1, 5);
        float[] expected = x0.sub(epsilon.mul(schedule.sigma(0))).toFloatArray();

        try (FlowRun run = new UniPc(schedule).start(manager)) {
            assertThat(run.step(epsilon, x0).toFloatArray()).containsExactly(expected);
            assertThat(run.done()).isTrue();
        }
    }

    /** A perfect network's velocity is constant along the path, and both solvers stay on the path. */
    @Test
    void followsAStraightPath() {
        for (FlowSampler sampler : List.of(
                new UniPc(FlowSchedule.wan(7, 5)),
                new UniPc(FlowSchedule.uniPc(50, 3)),
                new FlowEuler(FlowSchedule.euler(7, 5)))) {
            NDArray velocity = FlowPath.velocity(x0, epsilon);
            NDArray x = FlowPath.noised(x0, epsilon, sampler.schedule().sigma(0));
            try (FlowRun run = sampler.start(manager)) {
                while (!run.done()) {
                    x = run.step(velocity, x);
                    assertClose(x, FlowPath.noised(x0, epsilon, run.sigma()), 2e-6);
                }
            }
        }
    }

    /** dx / dsigma = k x has the solution x exp(k (0 - sigma)); the error falls with the square of the step. */
    @Test
    void uniPcIsOfSecondOrder() {
        double coarse = error(new UniPc(FlowSchedule.wan(40, 1)));
        double fine = error(new UniPc(FlowSchedule.wan(160, 1)));

        assertThat(coarse).isLessThan(5e-4);
        assertThat(fine).isLessThan(coarse / 8);
        assertThat(error(new FlowEuler(FlowSchedule.wan(40, 1)))).isGreaterThan(20 * coarse);
    }

    private double error(FlowSampler sampler) {
        double k = -0.8;
        NDArray start = manager.create(new float[] {1});
        NDArray x = start;
        try (FlowRun run = sampler.start(manager)) {
            double expected = Math.exp(-k * run.sigma());
            while (!run.done()) {
                x = run.step(x.mul((float) k), x);
            }
            return Math.abs(x.getFloat() - expected);
        }
    }

    @Test
    void holdsNoMoreAfterFiftyStepsThanAfterThree() {
        NDArray x = epsilon;
        int before = Scopes.count(manager);
        try (FlowRun run = new UniPc(FlowSchedule.wan(50, 5)).start(manager)) {
            int afterThree = 0;
            while (!run.done()) {
                try (NDArray velocity = x.mul(0.5f)) {
                    velocity.attach(manager);
                    x = run.step(velocity, x);
                }
                if (run.index() == 3) {
                    afterThree = Scopes.count(manager);
                }
                assertThat(run.index() < 3 || Scopes.count(manager) <= afterThree)
                        .isTrue();
            }
            x.attach(manager);
        }
        assertThat(Scopes.count(manager)).isEqualTo(before + 1);
        assertThat(x.toFloatArray()).doesNotContain(Float.NaN);
    }

    @Test
    void aKeptOutputOutlivesTheWalk() {
        NDArray kept;
        try (FlowRun run = new UniPc(FlowSchedule.wan(3, 5)).start(manager)) {
            kept = run.step(x0, epsilon);
            kept.attach(manager);
            NDArray next = run.step(x0, kept);
            run.step(x0, next);
            assertThat(next.isReleased()).isTrue();
        }
        assertThat(kept.toFloatArray()).hasSize(3);
    }

    @Test
    void computesInSinglePrecision() {
        NDArray half = Torch.to(epsilon, DType.F16);
        NDArray brain = Torch.to(x0, DType.BF16);
        try (FlowRun run = new UniPc(FlowSchedule.wan(2, 5)).start(manager)) {
            assertThat(run.step(brain, half).getDataType()).isEqualTo(DataType.FLOAT32);
        }
    }

    @Test
    void pathFormulasInvertEachOther() {
        NDArray x = FlowPath.noised(x0, epsilon, 0.3f);
        NDArray velocity = FlowPath.velocity(x0, epsilon);

        assertClose(FlowPath.x0(x, velocity, 0.3f), x0, 1e-6);
        assertClose(FlowPath.epsilon(x, velocity, 0.3f), epsilon, 1e-6);
    }

    @Test
    void refusesWhatCannotBeAStep() {
        try (FlowRun run = new FlowEuler(FlowSchedule.euler(1, 1)).start(manager)) {
            assertThatThrownBy(() -> run.step(manager.zeros(new Shape(2)), x0)).hasMessageContaining("one shape");
            run.step(epsilon, x0);
            assertThatThrownBy(() -> run.step(epsilon, x0)).hasMessage("all 1 steps have been made");
            assertThatThrownBy(run::timestep).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> new UniPc(FlowSchedule.euler(4, 5))).hasMessageContaining("must be below 1");
    }

    private static void assertClose(NDArray actual, NDArray expected, double tolerance) {
        assertThat((double) actual.sub(expected).abs().max().getFloat()).isCloseTo(0, within(tolerance));
    }
}
