package io.vsr4j.models.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * One block of the 1.3B size, or its self-attention alone, with several routings in turns, float32, 2 threads. Arguments:
 * block or attention; frames, rows, columns of tokens; runs; the patterns of the heads of each routing, the first of which
 * the others are compared with. 0.4 of the heads global is 5 of 12, or 2 of 5 in the mean over layers. For attention alone
 * there may be fewer heads: a head costs the same whatever the others do.
 *
 * <pre>
 * ./vsr --version                                   # builds, and gathers the libraries
 * mvn -q -pl src/models -am test-compile
 * export OMP_WAIT_POLICY=PASSIVE
 * java -cp "src/models/target/test-classes:src/cli/target/app/lib/*" \
 *     io.vsr4j.models.oasis.OasisBlockBenchmark block 9 45 80 3 gggggggggggg gggggiiiiwww
 * </pre>
 */
final class OasisBlockBenchmark {
    private static final int HEAD = 128;
    private static final List<String> COLUMNS = List.of("clock, ms", "processor, ms", "memory beyond held, MiB");

    private OasisBlockBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        WanTransformerGrid grid = new WanTransformerGrid(
                Long.parseLong(arguments[1]), Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        int runs = Integer.parseInt(arguments[4]);
        List<Routing> routings = Arrays.stream(arguments)
                .skip(5)
                .map(letters -> new Routing(
                        List.of(letters.chars().mapToObj(HeadPattern::of).toList())))
                .toList();
        TorchEngine.setThreads(2);
        try (Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Consumer<Routing> work = arguments[0].equals("block")
                    ? block(scope, grid)
                    : attention(scope, grid, routings.get(0).layers().get(0).size());
            double[][][] measured = new double[routings.size()][COLUMNS.size()][runs];
            for (int run = 0; run < runs; run++) {
                for (int i = 0; i < routings.size(); i++) {
                    double[] row = measure(work, routings.get(i));
                    System.out.printf("%s %s%n", arguments[5 + i], Arrays.toString(row));
                    for (int column = 0; column < row.length; column++) {
                        measured[i][column][run] = row[column];
                    }
                }
            }
            for (int column = 0; column < COLUMNS.size(); column++) {
                for (int i = 0; i < routings.size(); i++) {
                    double median = median(measured[i][column]);
                    System.out.printf(
                            "median %-24s %s %9.1f, ratio %.3f%n",
                            COLUMNS.get(column), arguments[5 + i], median, median / median(measured[0][column]));
                }
            }
        }
    }

    private static Consumer<Routing> attention(NDManager owner, WanTransformerGrid grid, long heads) {
        // Laid out as a block gives them.
        NDArray[] qkv = new NDArray[3];
        for (int i = 0; i < 3; i++) {
            qkv[i] =
                    owner.randomNormal(new Shape(1, grid.tokens(), heads, HEAD)).transpose(0, 2, 1, 3);
        }
        return routing -> new RoutedAttention(routing.layers().get(0))
                .forward(qkv[0], qkv[1], qkv[2], grid)
                .close();
    }

    private static Consumer<Routing> block(NDManager owner, WanTransformerGrid grid) {
        WanTransformer network = new WanTransformer(WanTransformerConfig.of(new Config(
                "block",
                JsonParser.parseString("{\"num_attention_heads\": 12, \"ffn_dim\": 8960, \"num_layers\": 1}")
                        .getAsJsonObject())));
        network.bind(
                Device.cpu(),
                DType.F32,
                (manager, name, shape, type) -> manager.randomNormal(0, 0.02f, shape, type.djl()));
        NDArray x =
                owner.randomNormal(new Shape(1, grid.tokens(), network.config().width()));
        WanTransformerText text = network.text(owner.randomNormal(new Shape(1, 1, 4096)), 511);
        WanTransformerTime time = network.time(owner.create(new float[] {799}));
        NDArray rotation = network.rotation(x, grid);
        return routing -> {
            try (NDManager scope = owner.newSubManager()) {
                new OasisTransformer(network, routing)
                        .block(0, Scopes.borrow(scope, x), grid, time, rotation, text)
                        .close();
            }
        };
    }

    private static double[] measure(Consumer<Routing> work, Routing routing) throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        double held = status("VmRSS:");
        long used = processor();
        long begin = System.nanoTime();
        work.accept(routing);
        double clock = (System.nanoTime() - begin) / 1e6;
        return new double[] {clock, (processor() - used) / 1e6, status("VmHWM:") - held};
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
