package io.vsr4j.models.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of one window at the published width, random weights, against what the card predicts. Arguments: frames, width
 * and height of the source, layers of the transformer, f32 or bf16; 30 layers in f32 hold 6 GB of weights, fewer need no
 * more beyond them.
 */
final class OasisMemoryBenchmark {
    private OasisMemoryBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int frames = Integer.parseInt(arguments[0]);
        int width = Integer.parseInt(arguments[1]);
        int height = Integer.parseInt(arguments[2]);
        int layers = Integer.parseInt(arguments[3]);
        DType type = DType.ofCompute(arguments[4]);
        TorchEngine.setThreads(2);
        OasisProjector projector = new OasisProjector(OasisConfig.of(config("{}")));
        WanTransformer transformer = new WanTransformer(WanTransformerConfig.of(
                config("{\"num_attention_heads\": 12, \"ffn_dim\": 8960, \"num_layers\": " + layers + "}")));
        WanVae vae = new WanVae(WanVaeConfig.WAN_2_1);
        random(projector, type);
        random(transformer, type);
        random(vae, DType.F32);
        NDManager owner = TorchEngine.newManager(Device.cpu());
        OasisNetworks networks = new OasisNetworks(
                owner,
                projector,
                transformer,
                vae,
                owner.randomNormal(new Shape(1, 1, 4096)),
                java.util.Optional.empty());
        Routing routing = new Routing(java.util.Collections.nCopies(
                layers, "gggggiiiiwww".chars().mapToObj(HeadPattern::of).toList()));
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                VsrModel model = new OasisModel(
                        ModelRegistry.card("oasis"), networks, new OasisTransformer(transformer, routing), "random")) {
            NDArray window = scope.randomUniform(0, 1, new Shape(frames, 3, height, width));
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            double held = status("VmRSS:");
            long begin = System.nanoTime();
            model.restore(window, Placement.ORIGIN).close();
            System.out.printf(
                    "%d frames of %dx%d, %s: weights and machine %.0f MiB, peak beyond them %.0f MiB, predicted %.0f MiB, %.1f s%n",
                    frames,
                    width,
                    height,
                    arguments[4],
                    held,
                    status("VmHWM:") - held,
                    OasisModel.bytes(frames, width, height, OasisConfig.SCALE) / 1048576.0,
                    (System.nanoTime() - begin) / 1e9);
        }
    }

    private static Config config(String json) {
        JsonObject object = JsonParser.parseString(json).getAsJsonObject();
        return new Config("benchmark", object);
    }

    private static void random(Network network, DType type) {
        network.bind(Device.cpu(), type, (owner, name, shape, dtype) -> {
            float spread = (float) Math.sqrt(shape.get(0) / (double) shape.size());
            return owner.randomUniform(-spread, spread, shape, dtype.djl());
        });
    }

    private static double status(String key) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return Double.parseDouble(lines.filter(line -> line.startsWith(key))
                            .findFirst()
                            .orElseThrow()
                            .replaceAll("\\D", ""))
                    / 1024;
        }
    }
}
