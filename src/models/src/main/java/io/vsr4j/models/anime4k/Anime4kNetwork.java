package io.vsr4j.models.anime4k;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Processor;
import io.vsr4j.tensor.ScriptArgument;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/** The network in one of its two arrangements. Both give the same numbers, up to rounding. */
sealed interface Anime4kNetwork extends AutoCloseable {
    /**
     * Enlarges frames by 2, as often as asked.
     *
     * @param frames {@code [T, 3, H, W]}
     * @param times 1 or 2
     * @return {@code [T, 3, H * 2^times, W * 2^times]}
     */
    NDArray enlarge(NDArray frames, int times);

    @Override
    void close();

    /** The arrangement that is fastest on the manager's device. */
    static Anime4kNetwork on(NDManager manager, List<NDArray> weights) {
        boolean oneDnn = !manager.getDevice().isGpu() && Processor.hasOneDnn();
        return oneDnn ? new OneDnn(manager, weights) : new Plain(weights);
    }

    /** As published. */
    final class Plain implements Anime4kNetwork {
        private static final TorchScript SCRIPT = TorchScript.resource(Plain.class, "anime4k.ts.py");
        private final ScriptArgument weights;

        Plain(List<NDArray> weights) {
            this.weights = ScriptArgument.list(weights);
        }

        @Override
        public NDArray enlarge(NDArray frames, int times) {
            return SCRIPT.call("enlarge", frames, weights, times);
        }

        @Override
        public void close() {
            weights.close();
        }
    }

    /** For x86 processors: less than half the time of the other one. */
    final class OneDnn implements Anime4kNetwork {
        private static final TorchScript SCRIPT = TorchScript.resource(OneDnn.class, "anime4k_onednn.ts.py");
        private static final double[][] TAPS = {{0.25, 0.75, 0}, {0, 0.75, 0.25}};

        private final List<ScriptArgument> packed = new ArrayList<>();

        OneDnn(NDManager manager, List<NDArray> weights) {
            NDArray enlargement = manager.create(bilinear(), new Shape(12, 3, 3, 3));
            NDArray inner = manager.create(new long[] {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11});
            NDArray outer = manager.arange(12).toType(ai.djl.ndarray.types.DataType.INT64, false);
            packed.add(ScriptArgument.list(SCRIPT.callForListIn(manager, "pack_layers", weights)));
            for (NDArray order : List.of(inner, outer)) {
                packed.add(
                        ScriptArgument.list(SCRIPT.callForListIn(manager, "pack_last", weights, enlargement, order)));
            }
        }

        /** Bilinear enlargement by 2 as 12 filters of 3x3x3: output colour * 4 + row * 2 + column. */
        private static float[] bilinear() {
            float[] filters = new float[12 * 27];
            for (int colour = 0; colour < 3; colour++) {
                for (int phase = 0; phase < 4; phase++) {
                    for (int tap = 0; tap < 9; tap++) {
                        filters[(colour * 4 + phase) * 27 + colour * 9 + tap] =
                                (float) (TAPS[phase / 2][tap / 3] * TAPS[phase % 2][tap % 3]);
                    }
                }
            }
            return filters;
        }

        @Override
        public NDArray enlarge(NDArray frames, int times) {
            return SCRIPT.call("enlarge", frames, packed.get(0), packed.get(1), packed.get(2), times);
        }

        @Override
        public void close() {
            packed.forEach(ScriptArgument::close);
        }
    }
}
