package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of the 1.3B transformer, 4680 tokens and 512 of text, float32, 2 threads, in turns with the same operations in
 * eager Python. Both compute the text's keys and values in every run.
 *
 * <pre>
 * ./vsr --version                                   # builds, and gathers the libraries
 * mvn -q -pl src/models -am test-compile
 * export OMP_WAIT_POLICY=PASSIVE
 * java -cp "src/models/target/test-classes:src/cli/target/app/lib/*" \
 *     io.vsr4j.models.wan.WanTransformerBenchmark docs/benchmarks/wan_block_eager.py 9
 * </pre>
 */
final class WanTransformerBenchmark {
    private static final int TOKENS = 4680;
    private static final int TEXT = 512;

    private WanTransformerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
        TorchEngine.setThreads(2);
        Process python = new ProcessBuilder("python3", arguments[0], "--serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader replies = python.inputReader();
                Writer requests = python.outputWriter();
                Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(Device.cpu());
                WanTransformer network = new WanTransformer(WanTransformerTiny.config(
                        "{\"num_attention_heads\": 12, \"ffn_dim\": 8960, \"num_layers\": 1}"))) {
            network.bind(
                    Device.cpu(),
                    DType.F32,
                    (owner, name, shape, type) -> owner.randomNormal(0, 0.02f, shape, type.djl()));
            Runnable block = block(network, scope);
            List<double[]> java = new ArrayList<>();
            List<double[]> eager = new ArrayList<>();
            for (int run = -1; run < runs; run++) {
                requests.write("go\n");
                requests.flush();
                double[] there = parse(replies.readLine());
                double[] here = measure(block);
                System.out.printf("java %s  eager %s%n", show(here), show(there));
                if (run >= 0) { // the first warms up
                    java.add(here);
                    eager.add(there);
                }
            }
            String[] what = {"clock, ms", "processor, ms", "memory beyond what is held, MiB", "memory at most, MiB"};
            for (int i = 0; i < what.length; i++) {
                double a = median(java, i);
                double b = median(eager, i);
                System.out.printf("median %-32s java %7.0f  eager %7.0f  ratio %.2f%n", what[i], a, b, a / b);
            }
        } finally {
            python.destroy();
        }
    }

    private static Runnable block(WanTransformer network, NDManager owner) {
        int width = network.config().width();
        NDArray x = owner.randomNormal(new Shape(1, TOKENS, width));
        NDArray embedded = owner.randomNormal(new Shape(1, TEXT, width));
        WanTransformerTime time = network.time(owner.create(new float[] {799}));
        NDArray rotation = network.rotation(x, new WanTransformerGrid(3, 30, 52));
        return () -> {
            try (NDManager scope = owner.newSubManager()) {
                WanTransformerBlock block = network.block(0);
                WanTransformerText.Read read = block.read(Scopes.borrow(scope, embedded));
                block.forward(
                        Scopes.borrow(scope, x), time, rotation, new WanTransformerText(scope, List.of(read), null));
            }
        };
    }

    private static double[] measure(Runnable work) throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        double held = status("VmRSS:");
        long cpu = processor();
        long begin = System.nanoTime();
        work.run();
        double wall = (System.nanoTime() - begin) / 1e6;
        double used = (processor() - cpu) / 1e6;
        double peak = status("VmHWM:");
        return new double[] {wall, used, peak - held, peak};
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double status(String key) {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return Double.parseDouble(lines.filter(line -> line.startsWith(key))
                            .findFirst()
                            .orElseThrow()
                            .replaceAll("\\D", ""))
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] parse(String line) {
        return java.util.Arrays.stream(line.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static String show(double[] values) {
        return "%6.0f ms %6.0f ms cpu %5.0f MiB %5.0f MiB".formatted(values[0], values[1], values[2], values[3]);
    }

    private static double median(List<double[]> runs, int column) {
        double[] sorted = runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
