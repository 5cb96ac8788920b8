package io.vsr4j.training.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Recomputed;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UltraVsrTaskTest {
    private static final JointDistillation RULE = new JointDistillation(0.5, 20, 980);
    private static final Draw DRAW = new Draw(1, 0);

    private static final TorchScript GRADIENT = TorchScript.compile("""
        def gradient(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
          found = torch.grad([loss], inputs, None, False, False, True)
          result = annotate(List[Tensor], [])
          for i in range(len(found)):
            one = found[i]
            if one is None:
              result.append(torch.zeros([1]))
            else:
              result.append(one)
          return result
        """);

    @TempDir
    static Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("ultravsr").tiny(folder.resolve("tiny"), 1);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    private static UltraVsrTask task(ClipSource clips, LossWeights weights, DType dtype) throws IOException {
        UltraVsrFolder start = new UltraVsrFolder(WeightsFolder.open(folder.resolve("tiny"), "ultravsr"));
        return new UltraVsrTask(start, clips, new UltraVsrLosses(weights, RULE, null, null), 1, Device.cpu(), dtype);
    }

    @Test
    void stagesMayBeComputedOnceMore() throws IOException {
        try (UltraVsrTask task = task(new MovingPattern(1, 3, 128), new LossWeights(1, 0, 0, 1), DType.F32)) {
            Recomputed.gradientsAreEqual(task, 10);
        }
    }

    /** What is trained is what an inference computes. */
    @Test
    void theStudentRestoresAsTheModelDoes() throws IOException {
        try (UltraVsrTask task = task(new MovingPattern(1, 3, 64), new LossWeights(1, 0, 0, 0), DType.F32);
                VsrModel model = ModelRegistry.open(
                        "ultravsr",
                        4,
                        new ModelOptions(Optional.of(folder.resolve("tiny")), Device.cpu(), DType.F32))) {
            UltraVsrSample sample = task.sample(0, scope);
            task.phases().get(0).terms(sample, DRAW, scope);
            float[] trained = sample.restored().toFloatArray();
            float[] restored =
                    model.restore(sample.clip().low(), Placement.ORIGIN).toFloatArray();

            double peak = 0;
            double apart = 0;
            for (int i = 0; i < trained.length; i++) {
                peak = Math.max(peak, Math.abs(restored[i]));
                apart = Math.max(apart, Math.abs(restored[i] - trained[i]));
            }
            assertThat(apart).isLessThan(1e-4 * peak);
        }
    }

    /** Of a tenth of all tensors, each in a direction that is partly its gradient's and partly random. */
    @Test
    void gradientsMatchDifferences() throws IOException {
        try (UltraVsrTask task = task(new MovingPattern(1, 2, 128), new LossWeights(1, 0, 0, 1), DType.F64)) {
            UltraVsrSample sample = task.sample(0, scope);
            Map<String, ParameterGroup> groups = new LinkedHashMap<>();
            task.groups().forEach(group -> groups.put(group.name(), group));
            groups.values().forEach(group -> group.parameters().forEach(this::fill));
            for (Phase<UltraVsrSample> phase : task.phases()) {
                String loss = phase.group().equals(GeneratorPhase.GROUP) ? "mse" : phase.group() + "-noise";
                Map<String, NDArray> parameters = groups.get(phase.group()).parameters();
                List<NDArray> gradients;
                try (Autograd on = Autograd.on()) {
                    NDArray value = phase.terms(sample, DRAW, scope).values().get(loss);
                    gradients = GRADIENT.callForListIn(scope, "gradient", value, List.copyOf(parameters.values()));
                }
                int at = 0;
                int telling = 0;
                for (String name : parameters.keySet()) {
                    if (at % 41 == 7 && check(phase, sample, loss, name, parameters.get(name), gradients.get(at))) {
                        telling++;
                    }
                    at++;
                }
                assertThat(telling)
                        .as("gradients of %s that rounding does not hide", loss)
                        .isPositive();
            }
        }
    }

    /** What begins at zero hides what comes before it. */
    private void fill(String name, NDArray x) {
        try (Autograd off = Autograd.off()) {
            if (norm(Scopes.borrow(scope, x)) == 0) {
                Torch.copyInto(
                        x,
                        new RandomTensors(3)
                                .tensor(scope, name, x.getShape(), DType.F32)
                                .mul(0.1));
            }
        }
    }

    private static double norm(NDArray x) {
        return Math.sqrt(x.square().sum().getFloat());
    }

    /** Whether the slope was large enough to see it in a loss in single precision. */
    private boolean check(
            Phase<UltraVsrSample> phase, UltraVsrSample sample, String loss, String name, NDArray x, NDArray gradient) {
        NDArray random = scope.randomNormal(x.getShape());
        NDArray direction = gradient.div(norm(gradient)).add(random.div(norm(random)));
        double slope = gradient.mul(direction).sum().getFloat();
        double step = 1e-4;
        double up = at(phase, sample, loss, x, direction.mul(step));
        double down = at(phase, sample, loss, x, direction.mul(-step));
        double rounding = 4e-7 * up / step;
        assertThat((up - down) / (2 * step))
                .as("%s of %s", loss, name)
                .isCloseTo(slope, within(0.02 * Math.abs(slope) + rounding));
        return rounding < 0.05 * Math.abs(slope);
    }

    private double at(Phase<UltraVsrSample> phase, UltraVsrSample sample, String loss, NDArray x, NDArray step) {
        try (Autograd off = Autograd.off();
                NDManager once = scope.newSubManager();
                NDArray before = Torch.copyIn(once, x)) {
            Torch.copyInto(x, before.add(step));
            // What a phase keeps in the sample is not for others.
            UltraVsrSample own = phase.group().equals(GeneratorPhase.GROUP)
                    ? new UltraVsrSample(sample.clip(), sample.drs().factor())
                    : sample;
            double value = phase.terms(own, DRAW, once).values().get(loss).getFloat();
            Torch.copyInto(x, before);
            return value;
        }
    }
}
