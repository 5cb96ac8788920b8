import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Java half of {@code unet_eager.py}, which starts it: one forward for each line on standard input, answered with
 * milliseconds of wall time, of processor time, and the megabytes that the forward's peak took above what was resident.
 */
class UNetBenchmark {
    public static void main(String[] arguments) throws Exception {
        int size = Integer.parseInt(arguments[0]);
        UNetConfig full = UNetConfig.sd21();
        UNetConfig config = new UNetConfig(
                4,
                4,
                List.of(240, 480, 960, 960),
                full.layers(),
                full.downAttention(),
                full.upAttention(),
                full.heads(),
                960,
                1024,
                NormGroups.fixed(24),
                1e-5);
        try (UNet2DConditionModel unet = new UNet2DConditionModel(config);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            unet.bind(Device.cpu(), DType.F32, UNetBenchmark::small);
            NDArray sample = scope.randomNormal(0, 1, new Shape(1, 4, size, size), DataType.FLOAT32);
            NDArray text = scope.randomNormal(0, 1, new Shape(1, 77, 1024), DataType.FLOAT32);
            NDArray timestep = scope.create(499L);
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            BufferedReader turns = new BufferedReader(new InputStreamReader(System.in));
            System.out.println("ready");
            while (turns.readLine() != null) {
                Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the peak starts anew
                long resident = status("VmRSS");
                long processor = system.getProcessCpuTime();
                long begin = System.nanoTime();
                unet.forward(sample, timestep, text).close();
                long wall = System.nanoTime() - begin;
                processor = system.getProcessCpuTime() - processor;
                System.out.println(wall / 1e6 + " " + processor / 1e6 + " " + (status("VmHWM") - resident) / 1024.0 + " "
                        + status("VmHWM") / 1024.0);
            }
        }
    }

    /** Spread as PyTorch's layers start, so that both sides compute with numbers of the same size. */
    private static NDArray small(NDManager owner, String name, Shape shape, DType type) {
        if (shape.dimension() == 1) {
            return name.contains("norm") && name.endsWith("weight") ? owner.ones(shape) : owner.zeros(shape);
        }
        float bound = (float) Math.sqrt(shape.get(0) / (double) shape.size());
        return owner.randomUniform(-bound, bound, shape);
    }

    private static long status(String key) throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
