package io.vsr4j.models.litevsr;

import static io.vsr4j.models.litevsr.LiteVsrTiny.difference;
import static io.vsr4j.models.litevsr.LiteVsrTiny.latent;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateAwareAdapterTest {
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

    private static NDArray condition(LiteVsrTiny tiny, NDManager owner, float timestep) {
        return condition(tiny, owner, timestep, latent(owner, 2), latent(owner, 3));
    }

    private static NDArray condition(LiteVsrTiny tiny, NDManager owner, float timestep, NDArray lq, NDArray refined) {
        WanTransformerGrid grid = WanTransformerGrid.of(lq.getShape(), LiteVsrTiny.BASE);
        try (NDArray t = owner.create(new float[] {timestep});
                WanTransformerTime time = tiny.base.time(t);
                NDArray rotation = tiny.base.rotation(lq, grid)) {
            return tiny.modules.adapter().forward(lq, refined, time, rotation, grid);
        }
    }

    /** Against the formulas, written out with the operations of the tensor room. */
    @Test
    void isWhatThePaperSays() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{\"adapter_depth\": 1, \"rope\": false}")) {
            NDArray e = tiny.base.time(scope.create(new float[] {400})).embedding();
            Parameters p = tiny.modules.parameters().child("adapter");
            Parameters b = p.child("blocks.0");
            NDArray s = tokens(p.get("phi_s.weight"), p.get("phi_s.bias"), latent(scope, 2));
            NDArray streams = s.concat(tokens(p.get("phi_r.weight"), p.get("phi_r.bias"), latent(scope, 3)), 1);
            NDArray[] m = new NDArray[6];
            NDArray six = Torch.linear(Torch.silu(e), b.get("ada.weight"), b.get("ada.bias"))
                    .reshape(6, 36);
            for (int i = 0; i < 6; i++) {
                m[i] = six.get(i);
            }
            NDArray x = tiny.modules.adapter().tiled(s, new WanTransformerGrid(2, 2, 3));
            NDArray h = Torch.layerNorm(x, null, null, 1e-6).mul(m[1].add(1)).add(m[0]);
            NDArray q = Torch.rmsNorm(linear(b, "to_q", h), b.get("norm_q.weight"), 1e-6);
            NDArray k = Torch.rmsNorm(linear(b, "to_k", streams), b.get("norm_k.weight"), 1e-6);
            NDArray weights = split(q).matMul(split(k).transpose(0, 1, 3, 2)).div((float) Math.sqrt(18));
            NDArray read = Torch.softmax(weights, 3).matMul(split(linear(b, "to_v", streams)));
            read = read.transpose(0, 2, 1, 3).reshape(2, 12, 36);
            x = x.add(linear(b, "to_out", read).mul(m[2]));
            h = Torch.layerNorm(x, null, null, 1e-6).mul(m[4].add(1)).add(m[3]);
            x = x.add(linear(b, "ffn.2", Torch.geluTanh(linear(b, "ffn.0", h))).mul(m[5]));
            NDArray expected = s.add(Torch.linear(x, p.get("out.weight"), null));

            assertThat(difference(condition(tiny, scope, 400), expected)).isLessThan(1e-5f);
        }
    }

    private static NDArray tokens(NDArray weight, NDArray bias, NDArray latent) {
        NDArray x =
                Torch.conv3d(latent, weight, bias, new long[] {1, 2, 2}, new long[] {0, 0, 0}, new long[] {1, 1, 1}, 1);
        return x.reshape(2, 36, 12).transpose(0, 2, 1);
    }

    private static NDArray linear(Parameters p, String name, NDArray x) {
        return Torch.linear(x, p.get(name + ".weight"), p.get(name + ".bias"));
    }

    private static NDArray split(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), 2, 18).transpose(0, 2, 1, 3);
    }

    @Test
    void theQueryRepeatsFromTheFirstTokenAndIsCutAtTheEnd() {
        try (LiteVsrTiny tiny = new LiteVsrTiny("{\"query_window\": [1, 4, 6]}")) {
            NDArray prototype = Torch.aliasIn(
                    scope, tiny.modules.parameters().child("adapter").get("prototype"));
            assertThat(prototype.getShape()).isEqualTo(new Shape(1, 2, 3, 36));
            WanTransformerGrid grid = new WanTransformerGrid(2, 3, 5);
            NDArray like = scope.zeros(new Shape(2, 1, 36));
            NDArray tiled = tiny.modules.adapter().tiled(like, grid).reshape(2, 2, 3, 5, 36);
            for (int f = 0; f < 2; f++) {
                for (int y = 0; y < 3; y++) {
                    for (int x = 0; x < 5; x++) {
                        float[] expected = prototype
                                .get(new NDIndex("0, {}, {}", y % 2, x % 3))
                                .toFloatArray();
                        for (int sample = 0; sample < 2; sample++) {
                            NDIndex at = new NDIndex("{}, {}, {}, {}", sample, f, y, x);
                            assertThat(tiled.get(at).toFloatArray()).isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    @Test
    void knowsTheTimeUnlessModulationIsOff() {
        try (LiteVsrTiny modulated = new LiteVsrTiny("{}");
                LiteVsrTiny fixed = new LiteVsrTiny("{\"time_modulation\": false}")) {
            assertThat(difference(condition(modulated, scope, 20), condition(modulated, scope, 900)))
                    .isGreaterThan(1e-3f);
            assertThat(difference(condition(fixed, scope, 20), condition(fixed, scope, 900)))
                    .isZero();
            assertThat(fixed.modules.parameters().shapes().keySet()).noneMatch(name -> name.contains(".ada."));
        }
    }

    @Test
    void aTiledQueryTellsItsCopiesApartByTheirPositionOnly() {
        // Equal tokens everywhere: without positions, tokens that share a place of the prototype are equal too.
        NDArray flat = scope.ones(LiteVsrTiny.LATENT);
        try (LiteVsrTiny turned = new LiteVsrTiny("{\"query_window\": [1, 2, 2]}");
                LiteVsrTiny plain = new LiteVsrTiny("{\"query_window\": [1, 2, 2], \"rope\": false}")) {
            NDArray same = condition(plain, scope, 500, flat, flat);
            assertThat(difference(same.get(new NDIndex(":, 0")), same.get(new NDIndex(":, 1"))))
                    .isLessThan(1e-6f);
            NDArray lq = latent(scope, 2);
            assertThat(difference(condition(turned, scope, 500, lq, flat), condition(plain, scope, 500, lq, flat)))
                    .isGreaterThan(1e-4f);
        }
    }

    @Test
    void worksInAllSizes() {
        for (String json : new String[] {
            "{\"adapter_depth\": 1, \"ffn_multiple\": 0}",
            "{\"adapter_depth\": 3, \"refinement\": \"none\", \"time_modulation\": false}",
            "{\"rope\": false, \"query_window\": [1, 2, 8]}"
        }) {
            try (LiteVsrTiny tiny = new LiteVsrTiny(json)) {
                NetworkProbe.everyTensorMatters(tiny.modules, owner -> tiny.velocity(owner, 700));
                NetworkProbe.leaksNothing(tiny.modules, owner -> condition(tiny, owner, 700));
            }
        }
    }
}
