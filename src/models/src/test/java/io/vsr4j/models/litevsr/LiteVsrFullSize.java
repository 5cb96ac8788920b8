package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.RandomShards;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One window through LiteVSR at its published size, with random weights whose blocks take turns: how long it takes, and how
 * much memory beyond the mapped files, against what the card predicts. The folder, 13 GB, is written first if it is not there.
 */
public final class LiteVsrFullSize {
    private LiteVsrFullSize() {}

    /**
     * Runs it.
     *
     * @param args folder; blocks of the transformer, at most 30, which count when the folder is written; frames, rows and
     *     columns of the source; {@code f32} or {@code bf16}
     */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        if (!Files.exists(root)) {
            write(root, Integer.parseInt(args[1]));
        }
        int frames = Integer.parseInt(args[2]);
        int height = Integer.parseInt(args[3]);
        int width = Integer.parseInt(args[4]);
        DType type = DType.ofCompute(args[5]);
        TorchEngine.setThreads(2);
        ModelOptions options = new ModelOptions(Optional.of(root), Device.cpu(), type, true, Optional.empty());
        long begin = System.nanoTime();
        try (VsrModel model = LiteVsrModel.open(new LiteVsrProvider().card(), root, options);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            System.out.printf("opened in %.1f s, %d MiB held%n", (System.nanoTime() - begin) / 1e9, anonymous());
            NDArray x = scope.randomUniform(0, 1, new Shape(frames, 3, height, width));
            begin = System.nanoTime();
            long[] most = new long[1];
            AtomicBoolean done = new AtomicBoolean();
            Thread watch = new Thread(() -> {
                while (!done.get()) {
                    most[0] = Math.max(most[0], anonymous());
                }
            });
            long before = anonymous();
            watch.start();
            NDArray y = model.restore(x, Placement.ORIGIN);
            double seconds = (System.nanoTime() - begin) / 1e9;
            done.set(true);
            watch.join();
            System.out.printf(
                    "%s in %.1f s, mean %.3f; at most %d MiB, %d beyond what was held; predicted %d%n",
                    y.getShape(),
                    seconds,
                    y.mean().getFloat(),
                    most[0],
                    most[0] - before,
                    model.card().memory().bytes(frames, width, height, 4) >> 20);
        }
    }

    private static void write(Path root, int blocks) throws IOException {
        Config sizes = PublishedNetwork.config("wan22-transformer");
        sizes.json().addProperty("num_layers", blocks);
        WanTransformerConfig base = WanTransformerConfig.of(sizes);
        Config pictures = PublishedNetwork.config("wan22-vae");
        JsonObject own = LiteVsrConfig.PUBLISHED.json();
        own.addProperty("steps", 1);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(root, LiteVsrNetworks.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Path files = folder.files();
            component(files.resolve(LiteVsrNetworks.TRANSFORMER), sizes.json(), new WanTransformer(base));
            component(files.resolve(LiteVsrNetworks.VAE), pictures.json(), new WanVae(WanVaeConfig.of(pictures)));
            component(
                    files.resolve(LiteVsrNetworks.ADAPTER), own, new LiteVsrModules(LiteVsrConfig.published(0), base));
            NDArray prompt = scope.randomNormal(new Shape(1, 1, base.textWidth()));
            PromptFile.write(files.resolve(LiteVsrNetworks.PROMPT), prompt, "", "");
            folder.publish();
        }
    }

    private static void component(Path folder, JsonObject config, Network network) throws IOException {
        RandomShards.write(folder, network.parameters().shapes());
        Files.writeString(folder.resolve("config.json"), config.toString());
    }

    private static long anonymous() {
        try {
            Thread.sleep(5);
            String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(l -> l.startsWith("RssAnon:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
