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
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * One block of the 1.3B size, global and routed in turns, float32, 2 threads. Arguments: frames, rows, columns of tokens,
 * runs, and the patterns of the heads: 0.4 of them global is 5 of 12, or 2 of 5 in the mean over layers.
 *
 * <pre>
 * ./vsr --version                                   # builds, and gathers the libraries
 * mvn -q -pl src/models -am test-compile
 * export OMP_WAIT_POLICY=PASSIVE
 * java -cp "src/models/target/test-classes:src/cli/target/app/lib/*" \
 *     io.vsr4j.models.oasis.OasisBlockBenchmark 9 45 80 5 gggggiiiiwww
 * </pre>
 */
final class OasisBlockBenchmark {
    private OasisBlockBenchmark() {}

    public static void main(String[] arguments) {
        long[] size =
                Arrays.stream(arguments).limit(3).mapToLong(Long::parseLong).toArray();
        int runs = Integer.parseInt(arguments[3]);
        TorchEngine.setThreads(2);
        try (Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(Device.cpu());
                WanTransformer network = new WanTransformer(WanTransformerConfig.of(new Config(
                        "block",
                        JsonParser.parseString("{\"num_attention_heads\": 12, \"ffn_dim\": 8960, \"num_layers\": 1}")
                                .getAsJsonObject())))) {
            network.bind(
                    Device.cpu(),
                    DType.F32,
                    (owner, name, shape, type) -> owner.randomNormal(0, 0.02f, shape, type.djl()));
            WanTransformerGrid grid = new WanTransformerGrid(size[0], size[1], size[2]);
            NDArray x = scope.randomNormal(
                    new Shape(1, grid.tokens(), network.config().width()));
            String[] letters = {"g".repeat(12), arguments[4]};
            double[][][] measured = new double[2][2][runs];
            try (WanTransformerText text = network.text(scope.randomNormal(new Shape(1, 1, 4096)), 511)) {
                for (int run = -1; run < runs; run++) {
                    for (int i = 0; i < 2; i++) {
                        double[] times = measure(network, letters[i], x, grid, text);
                        System.out.printf("%s %7.0f ms, processor %7.0f ms%n", letters[i], times[0], times[1]);
                        if (run >= 0) { // the first warms up
                            measured[0][i][run] = times[0];
                            measured[1][i][run] = times[1];
                        }
                    }
                }
            }
            String[] what = {"clock", "processor"};
            for (int i = 0; i < 2; i++) {
                double global = median(measured[i][0]);
                double routed = median(measured[i][1]);
                System.out.printf(
                        "median %-9s global %7.0f ms, routed %7.0f ms, ratio %.3f%n",
                        what[i], global, routed, routed / global);
            }
        }
    }

    private static double[] measure(
            WanTransformer network, String letters, NDArray x, WanTransformerGrid grid, WanTransformerText text) {
        Routing routing =
                new Routing(List.of(letters.chars().mapToObj(HeadPattern::of).toList()));
        OasisTransformer transformer = new OasisTransformer(network, routing);
        try (NDManager scope = x.getManager().newSubManager()) {
            NDArray tokens = Scopes.borrow(scope, x);
            WanTransformerTime time = network.time(scope.create(new float[] {799}));
            NDArray rotation = network.rotation(tokens, grid);
            long used = processor();
            long begin = System.nanoTime();
            transformer.block(0, tokens, grid, time, rotation, text);
            return new double[] {(System.nanoTime() - begin) / 1e6, (processor() - used) / 1e6};
        }
    }

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
