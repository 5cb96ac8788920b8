package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/** Times one step of a narrow system with thirty blocks: the base alone, both branches, and the adapter's part of it. */
public final class AdapterBenchmark {
    private AdapterBenchmark() {}

    /**
     * Runs it.
     *
     * @param args heads of width 64, latent rows and columns, runs; all or none
     */
    public static void main(String[] args) {
        int[] n = args.length == 0
                ? new int[] {3, 16, 16, 5}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        JsonObject json = new JsonObject();
        json.addProperty("num_attention_heads", n[0]);
        json.addProperty("attention_head_dim", 64);
        json.addProperty("in_channels", 48);
        json.addProperty("ffn_dim", 64 * n[0] * 14 / 3);
        json.addProperty("num_layers", 30);
        json.addProperty("text_dim", 64);
        WanTransformerConfig config = WanTransformerConfig.of(new Config("benchmark", json));
        Shape shape = new Shape(1, 48, 10, n[1], n[2]);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                WanTransformer base = new WanTransformer(config);
                LiteVsrModules modules = new LiteVsrModules(LiteVsrConfig.PUBLISHED, config)) {
            base.bind(Device.cpu(), DType.F32, new LiteVsrValues(1)::random);
            modules.bind(Device.cpu(), DType.F32, new LiteVsrValues(1)::random);
            NDArray z = scope.randomNormal(shape);
            NDArray t = scope.create(new float[] {500});
            WanTransformerText text = base.text(scope.randomNormal(new Shape(1, 1, 64)), 511);
            WanTransformerGrid grid = WanTransformerGrid.of(shape, config);
            WanTransformerTime time = base.time(t);
            NDArray rotation = base.rotation(z, grid);
            GuidedTransformer guided = new GuidedTransformer(base, modules);
            double[][] millis = new double[3][n[3]];
            for (int i = 0; i < n[3]; i++) {
                millis[0][i] = time(() -> base.forward(z, t, text));
                millis[1][i] = time(() -> guided.velocity(z, t, z, z, text));
                millis[2][i] = time(() -> modules.adapter().forward(z, z, time, rotation, grid));
            }
            Arrays.stream(millis).forEach(Arrays::sort);
            System.out.printf(
                    Locale.ROOT,
                    "%d tokens of %d: base %.0f ms, step %.0f ms, adapter %.0f ms, median of %d%n",
                    grid.tokens(),
                    config.width(),
                    millis[0][n[3] / 2],
                    millis[1][n[3] / 2],
                    millis[2][n[3] / 2],
                    n[3]);
        }
    }

    private static double time(Supplier<NDArray> work) {
        long start = System.nanoTime();
        work.get().close();
        return (System.nanoTime() - start) / 1e6;
    }
}
