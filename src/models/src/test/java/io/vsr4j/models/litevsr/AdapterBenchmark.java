package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.models.wan.WanTransformerTime;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Processor time of the parts of one step of LiteVSR at its published width: the adapter, a block with one branch and with both, an
 * injection; and puts the thirty blocks of a step together from them.
 */
public final class AdapterBenchmark {
    private static final int BLOCKS = 30;
    private static final int FRAMES = 10;

    private AdapterBenchmark() {}

    /**
     * Runs it.
     *
     * @param args latent rows and columns, runs; all or none
     */
    public static void main(String[] args) {
        int[] n = args.length == 0
                ? new int[] {32, 32, 3}
                : Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        TorchEngine.setThreads(2);
        Config sizes = PublishedNetwork.config("wan22-transformer");
        sizes.json().addProperty("num_layers", 1);
        WanTransformerConfig config = WanTransformerConfig.of(sizes);
        Shape shape = new Shape(1, config.inChannels(), FRAMES, n[0], n[1]);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                WanTransformer base = new WanTransformer(config);
                LiteVsrModules modules = new LiteVsrModules(LiteVsrConfig.PUBLISHED, config)) {
            base.bind(Device.cpu(), DType.F32, AdapterBenchmark::random);
            modules.bind(Device.cpu(), DType.F32, AdapterBenchmark::random);
            NDArray z = scope.randomNormal(shape);
            // One token, and all of the padding.
            WanTransformerText text = base.text(scope.randomNormal(new Shape(1, 1, config.textWidth())), 511);
            WanTransformerGrid grid = WanTransformerGrid.of(shape, config);
            WanTransformerTime time = base.time(scope.create(new float[] {500}));
            NDArray rotation = base.rotation(z, grid);
            NDArray one = scope.randomNormal(new Shape(1, grid.tokens(), config.width()));
            NDArray both = scope.randomNormal(new Shape(2, grid.tokens(), config.width()));
            double[] seconds = new double[4];
            double[][] all = new double[4][n[2]];
            for (int i = -1; i < n[2]; i++) { // the first warms up
                seconds[0] = time(() -> modules.adapter().forward(z, z, time, rotation, grid));
                seconds[1] = time(() -> base.block(0).forward(one, time, rotation, text));
                seconds[2] = time(() -> base.block(0).forward(both, time, rotation, text));
                seconds[3] = time(() -> modules.injection(0).forward(both));
                System.out.println(Arrays.toString(seconds));
                for (int part = 0; part < 4 && i >= 0; part++) {
                    all[part][i] = seconds[part];
                }
            }
            report(grid, all);
        }
    }

    private static NDArray random(NDManager owner, String name, Shape shape, DType type) {
        return owner.randomNormal(0, 0.02f, shape, type.djl());
    }

    private static void report(WanTransformerGrid grid, double[][] all) {
        double[] median = Arrays.stream(all)
                .mapToDouble(runs -> Arrays.stream(runs).sorted().toArray()[runs.length / 2])
                .toArray();
        double step = median[0] + BLOCKS * (median[2] + median[3]);
        System.out.printf(
                Locale.ROOT,
                "%d tokens: adapter %.2f s, block %.2f s, with both branches %.2f s, injection %.2f s%n"
                        + "base alone %.0f s, step %.0f s: adapter %.1f %%, injections %.1f %%%n",
                grid.tokens(),
                median[0],
                median[1],
                median[2],
                median[3],
                BLOCKS * median[1],
                step,
                100 * median[0] / step,
                100 * BLOCKS * median[3] / step);
    }

    /** Of the processor, which a busy machine falsifies less than the clock. */
    private static double time(Supplier<NDArray> work) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        work.get().close();
        return (system.getProcessCpuTime() - start) / 1e9;
    }
}
