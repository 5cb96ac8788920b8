package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.RandomShards;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Loads a checkpoint with the tensors of the 5B transformer, bfloat16 and random, and reports the most memory held beyond
 * the mapped file: once whole, and once with blocks that take turns, cast to float32 and each run once. The folder, 10 GB in
 * shards, is written first if it is not there. Start it as {@link WanTransformerBenchmark}, with {@code -Xmx256m} and the folder's
 * path; optionally {@code bf16} or {@code f32} for the second part.
 */
final class WanTransformerLoading {
    private static final String CONFIG = """
            {"num_attention_heads": 24, "in_channels": 48, "out_channels": 48, "ffn_dim": 14336, "num_layers": 30}""";

    private WanTransformerLoading() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        DType dtype = DType.ofCompute(arguments.length > 1 ? arguments[1] : "f32");
        TorchEngine.setThreads(2);
        WanTransformer network = new WanTransformer(WanTransformerTiny.config(CONFIG));
        if (!Files.exists(file)) {
            RandomShards.write(file, network.parameters().shapes());
        }
        TorchEngine.start();
        System.out.printf("before: %d MiB%n", anonymous());
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                Weights weights = Weights.open(file);
                network) {
            watched("whole, bf16", () -> network.load(weights, Device.cpu(), DType.BF16));
            weights.requireAllUsed();
            network.close();
            watched("in turns, " + dtype, () -> {
                network.stream(weights, Device.cpu(), dtype);
                NDArray latent = scope.zeros(new Shape(1, 48, 1, 4, 4));
                NDArray none = scope.zeros(new Shape(1, 0, 4096));
                try (WanTransformerText text = network.text(none, 512);
                        NDArray flow = network.forward(latent, scope.ones(new Shape(1)), text)) {
                    if (Float.isNaN(flow.sum().getFloat())) {
                        throw new IllegalStateException("not a number");
                    }
                }
            });
        }
    }

    private static void watched(String what, Runnable work) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        long[] most = new long[1];
        Thread watch = new Thread(() -> {
            while (!done.get()) {
                most[0] = Math.max(most[0], anonymous());
            }
        });
        watch.start();
        long begin = System.nanoTime();
        work.run();
        long end = System.nanoTime();
        done.set(true);
        watch.join();
        System.out.printf("%s: at most %d MiB beyond the mapped file, %.1f s%n", what, most[0], (end - begin) / 1e9);
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
