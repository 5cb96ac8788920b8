import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.AdcVsrNetwork;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;

/** AdcVSR in its published size, with weights that are all alike: time and memory. Arguments: frames, side, runs. */
public final class AdcVsrBenchmark {
    public static void main(String[] args) throws Exception {
        int frames = Integer.parseInt(args[0]);
        int side = Integer.parseInt(args[1]);
        try (AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.published());
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> owner.zeros(shape).addi(0.001f));
            System.out.println("loaded: " + peak());
            for (int run = 0; run < Integer.parseInt(args[2]); run++) {
                long start = System.nanoTime();
                try (NDManager one = scope.newSubManager()) {
                    NDArray features = network.features(one.zeros(new Shape(frames, 3, side, side)).addi(0.1f), frames);
                    for (int t = 0; t < frames; t++) {
                        try (NDManager frame = one.newSubManager()) {
                            NDArray mine = features.get(t + ":" + (t + 1));
                            mine.attach(frame);
                            network.pictures(mine).toFloatArray();
                        }
                    }
                }
                System.out.printf("%.2f s, %s%n", (System.nanoTime() - start) / 1e9, peak());
            }
        }
    }

    private static String peak() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("");
    }
}
