package io.vsr4j.models.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.Placement;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares what a window of the published size takes beside the weights, which are random here, with what the card
 * predicts. Arguments: frames, width, height, and optionally the type to compute in. Linux only.
 */
final class AdcVsrMemoryBenchmark {
    private AdcVsrMemoryBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int frames = Integer.parseInt(arguments[0]);
        int width = Integer.parseInt(arguments[1]);
        int height = Integer.parseInt(arguments[2]);
        DType dtype = DType.ofCompute(arguments.length > 3 ? arguments[3] : "f32");
        TorchEngine.setThreads(2);
        AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.published());
        network.bind(Device.cpu(), dtype, (owner, name, shape, type) -> {
            try (NDArray exact = owner.randomUniform(-0.02f, 0.02f, shape)) {
                return Torch.to(exact, type).duplicate();
            }
        });
        try (AdcVsrModel model = new AdcVsrModel(new AdcVsrProvider().card(), network, "random");
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            model.restore(scope.zeros(new Shape(2, 3, 16, 16)), Placement.ORIGIN)
                    .close();
            NDArray window = scope.randomUniform(0, 1, new Shape(frames, 3, height, width));
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            long before = status("VmRSS");
            long start = System.nanoTime();
            model.restore(window, Placement.ORIGIN).close();
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = status("VmHWM") - before;
            long predicted = AdcVsrModel.bytes(frames, width, height, AdcVsrNetwork.SCALE);
            System.out.printf(
                    "%d frames of %dx%d, %s: %.1f s, weights and all %.0f MB, a window %.0f MB, predicted %.0f MB: %.2f%n",
                    frames,
                    width,
                    height,
                    dtype,
                    seconds,
                    before / 1e6,
                    peak / 1e6,
                    predicted / 1e6,
                    (double) peak / predicted);
        }
    }

    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
