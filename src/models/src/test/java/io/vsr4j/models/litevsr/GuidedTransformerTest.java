package io.vsr4j.models.litevsr;

import static io.vsr4j.models.litevsr.LiteVsrTiny.difference;
import static io.vsr4j.models.litevsr.LiteVsrTiny.latent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.sampler.FlowRun;
import io.vsr4j.models.sampler.FlowSchedule;
import io.vsr4j.models.sampler.UniPc;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuidedTransformerTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private Autograd off;

    @BeforeEach
    void start() {
        off = Autograd.off();
    }

    @AfterEach
    void stop() {
        off.close();
        scope.close();
    }

    /** Values as {@link NetworkProbe} gives them, with zeros for tensors of some names. */
    private static Parameters.Source zero(String part) {
        return (owner, name, shape, type) -> {
            NDArray value = NetworkProbe.random(owner, name, shape, type);
            if (name.startsWith(part)) {
                value.muli(0);
            }
            return value;
        };
    }

    @Test
    void bothBranchesInOneBatchAreTwoPasses() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}");
                WanTransformerText text = tiny.text(scope)) {
            NDArray z = latent(scope, 1);
            WanTransformerTime time = tiny.base.time(scope.create(new float[] {250.5f, 999}));
            WanTransformerGrid grid = WanTransformerGrid.of(z.getShape(), LiteVsrTiny.BASE);
            NDArray rotation = tiny.base.rotation(z, grid);
            NDArray h = tiny.base.patchify(z);
            NDArray c = tiny.modules.adapter().forward(latent(scope, 2), latent(scope, 3), time, rotation, grid);
            for (int i = 0; i < tiny.base.size(); i++) {
                Parameters p = tiny.modules.injection(i).parameters();
                c = tiny.base.block(i).forward(c, time, rotation, text);
                NDArray z2 = Torch.linear(c, p.get("weight"), p.get("bias"));
                h = tiny.base.block(i).forward(h, time, rotation, text).add(z2);
            }
            NDArray expected = tiny.base.head(h, time, grid);

            assertThat(difference(tiny.velocity(scope, 250.5f, 999), expected)).isLessThan(2e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 15})
    void withoutInjectionItIsTheBaseModelsOwnSampling(int steps) {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}");
                WanTransformerText text = tiny.text(scope);
                FlowRun run = new UniPc(FlowSchedule.wan(steps, 5)).start(scope)) {
            NDArray guided = sample(tiny, text, steps);
            tiny.modules.bind(Device.cpu(), DType.F32, zero("inject."));
            NDArray unguided = sample(tiny, text, steps);
            NDArray x = latent(scope, 4);
            while (!run.done()) {
                NDArray t = scope.create(new float[] {run.timestep()});
                x = run.step(tiny.base.forward(x, t, text), x);
            }

            assertThat(difference(unguided, x)).isLessThan(1e-5f);
            assertThat(difference(guided, x)).isGreaterThan(1e-2f);
        }
    }

    private NDArray sample(LiteVsrTiny tiny, WanTransformerText text, int steps) {
        return new LiteVsrSampler(steps, 5).sample(tiny.network, latent(scope, 2), latent(scope, 4), text);
    }

    @Test
    void eachStepRefinesTheEstimateOfTheOneBefore() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}");
                WanTransformerText text = tiny.text(scope);
                FlowRun run = new UniPc(FlowSchedule.wan(3, 5)).start(scope)) {
            NDArray lowQuality = latent(scope, 2);
            NDArray estimate = lowQuality;
            NDArray x = latent(scope, 4);
            while (!run.done()) {
                NDArray t = scope.create(new float[] {run.timestep()});
                NDArray v = tiny.network.velocity(x, t, lowQuality, estimate, text);
                estimate = Torch.aliasIn(scope, x).sub(v.mul(run.sigma()));
                x = run.step(v, x);
            }

            assertThat(difference(sample(tiny, text, 3), x)).isZero();
            // The last step's estimate is the result.
            assertThat(difference(estimate, x)).isLessThan(1e-6f);
        }
    }

    @Test
    void aLowRankInjectionIsTheProductOfItsFactors() {
        try (LiteVsrTiny low = new LiteVsrTiny("{\"injection_rank\": 5}");
                LiteVsrTiny full = new LiteVsrTiny("{}")) {
            NDArray expected = low.velocity(scope, 500);
            full.modules.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                if (name.matches("inject.*weight")) {
                    Parameters p = low.modules.parameters().child(name.substring(0, name.lastIndexOf('.')));
                    return Torch.aliasIn(owner, p.get("lora_up")).matMul(p.get("lora_down"));
                }
                return NetworkProbe.random(owner, name, shape, type);
            });

            assertThat(difference(full.velocity(scope, 500), expected)).isLessThan(2e-5f);
        }
    }

    @Test
    void aTimestepForAllIsOneForEach() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}")) {
            assertThat(difference(tiny.velocity(scope, 300), tiny.velocity(scope, 300, 300)))
                    .isLessThan(1e-6f);
            NDArray first = tiny.velocity(scope, 300, 700).get(new NDIndex("0:1"));
            assertThat(difference(first, tiny.velocity(scope, 300).get(new NDIndex("0:1"))))
                    .isLessThan(1e-6f);
        }
    }

    @ParameterizedTest
    @EnumSource(Refinement.class)
    void theRefinementStreamSeesWhatItIsTold(Refinement refinement) {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{\"refinement\": \"%s\"}".formatted(refinement.text()));
                WanTransformerText text = tiny.text(scope)) {
            NDArray t = scope.create(new float[] {500});
            NDArray z = latent(scope, 1);
            NDArray lq = latent(scope, 2);
            NDArray one = tiny.network.velocity(z, t, lq, latent(scope, 3), text);
            NDArray other = tiny.network.velocity(z, t, lq, latent(scope, 4), text);

            assertThat(difference(one, other) > 0).isEqualTo(refinement == Refinement.CLEAN);
            assertThat(tiny.modules.parameters().shapes().containsKey("adapter.phi_r.weight"))
                    .isEqualTo(refinement != Refinement.NONE);
        }
    }

    @Test
    void everyTensorMatters() {
        for (String json : new String[] {"{}", "{\"injection_rank\": 5, \"refinement\": \"noisy\"}"}) {
            try (LiteVsrTiny tiny = new LiteVsrTiny(json)) {
                NetworkProbe.everyTensorMatters(tiny.modules, owner -> tiny.velocity(owner, 250.5f, 999));
            }
        }
    }

    @Test
    void gradientsReachAllThatIsLearned() {
        for (String json : new String[] {"{}", "{\"injection_rank\": 5}"}) {
            try (LiteVsrTiny tiny = new LiteVsrTiny(json)) {
                NetworkProbe.gradientsFlow(tiny.modules, owner -> tiny.velocity(owner, 250.5f, 999));
            }
        }
    }

    @Test
    void leaksNothing() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}")) {
            NetworkProbe.leaksNothing(tiny.modules, owner -> tiny.velocity(owner, 250.5f));
            NetworkProbe.leaksNothing(tiny.modules, owner -> {
                try (WanTransformerText text = tiny.text(owner)) {
                    return new LiteVsrSampler(3, 5).sample(tiny.network, latent(owner, 2), latent(owner, 4), text);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "BF16"})
    void blocksThatTakeTurnsGiveTheSameBits(DType type, @TempDir Path folder) throws Exception {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{\"injection_rank\": 5}", type);
                Weights base = stored(tiny.base.parameters(), folder.resolve("base.safetensors"));
                Weights modules = stored(tiny.modules.parameters(), folder.resolve("modules.safetensors"))) {
            tiny.base.load(base, Device.cpu(), type);
            tiny.modules.load(modules, Device.cpu(), type);
            float[] whole = tiny.velocity(scope, 500).toFloatArray();
            assertThat(whole).doesNotContain(Float.NaN);

            tiny.base.stream(base, Device.cpu(), type);
            tiny.modules.stream(modules, Device.cpu(), type);

            assertThat(tiny.velocity(scope, 500).toFloatArray()).isEqualTo(whole);
            assertThat(tiny.velocity(scope, 500).toFloatArray()).isEqualTo(whole);
        }
    }

    private Weights stored(Parameters parameters, Path file) throws Exception {
        Map<String, NDArray> tensors = new HashMap<>();
        parameters
                .shapes()
                .forEach((name, shape) -> tensors.put(name, NetworkProbe.random(scope, name, shape, DType.BF16)));
        SafetensorsWriter.write(file, tensors, Map.of());
        return Weights.open(file);
    }

    @Test
    void refusesWhatDoesNotFit() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{}");
                WanTransformerText text = tiny.text(scope)) {
            NDArray z = latent(scope, 1);
            NDArray t = scope.create(new float[] {1, 2, 3});
            NDArray small = LiteVsrTiny.random(scope, 1, new Shape(2, 3, 2, 4, 4));
            assertThatThrownBy(() -> tiny.network.velocity(z, t, z, z, text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("(1) or (2), got (3)");
            assertThatThrownBy(() -> tiny.network.velocity(z, t, z, small, text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one shape");
        }
    }
}
