package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times decoding with random weights of the full size, for comparison with {@code docs/benchmarks/wan_vae_eager.py}.
 * {@code docs/benchmarks.md} says how to run both.
 */
public final class WanVaeBenchmark {
    private WanVaeBenchmark() {}

    /**
     * Runs it.
     *
     * @param args width, height, frames, base width, runs; all or none
     */
    public static void main(String[] args) throws IOException {
        int[] n = args.length == 0
                ? new int[] {128, 128, 5, 96, 5}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        JsonObject json = new JsonObject();
        json.addProperty("base_dim", n[3]);
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                WanVae vae = new WanVae(WanVaeConfig.of(new Config("benchmark", json)))) {
            vae.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                double scale = name.endsWith("weight") ? Math.sqrt(1.0 * shape.get(0) / shape.size()) : 0.1;
                return owner.randomNormal(name.endsWith("gamma") ? 1 : 0, (float) scale, shape, type.djl());
            });
            vae.decode(manager.randomNormal(new Shape(1, 16, 2, 2, 2))).close();
            NDArray latents = manager.randomNormal(new Shape(1, 16, 1 + (n[2] - 1) / 4, n[1] / 8, n[0] / 8));
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = peakMegabytes();
            long processor = system.getProcessCpuTime();
            double[] millis = new double[n[4]];
            for (int i = 0; i < n[4]; i++) {
                long start = System.nanoTime();
                vae.decode(latents).close();
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            double used = (system.getProcessCpuTime() - processor) / 1e6 / n[4];
            long peak = peakMegabytes();
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "size=%dx%d frames=%d base=%d median_ms=%.0f min_ms=%.0f processor_ms=%.0f peak_rss_mb=%d above_start_mb=%d%n",
                    n[0],
                    n[1],
                    n[2],
                    n[3],
                    millis[n[4] / 2],
                    millis[0],
                    used,
                    peak,
                    peak - before);
        }
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
