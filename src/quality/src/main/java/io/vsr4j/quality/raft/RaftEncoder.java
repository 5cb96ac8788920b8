package io.vsr4j.quality.raft;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/** Residual network that gives an eighth of the size. RAFT has two: one of what is compared, one of the context. */
final class RaftEncoder {
    private static final TorchScript SCRIPT = TorchScript.resource(RaftEncoder.class, "encoder.ts.py");
    private static final int STAGES = 3;

    /** What follows each convolution. */
    enum Norm {
        /** Over each picture's own places, without weights. */
        INSTANCE,
        /** By running statistics. */
        BATCH,
        /** Nothing. */
        NONE
    }

    private record Block(Parameters parameters, int stride) {}

    private final Parameters ends;
    private final List<Block> blocks = new ArrayList<>();
    private final boolean bottlenecks;
    private final Norm norm;

    /** Widths are those of the stem, of each stage, and of the output. */
    RaftEncoder(Parameters p, List<Integer> widths, boolean bottlenecks, Norm norm) {
        this.bottlenecks = bottlenecks;
        this.norm = norm;
        ends = p;
        layer(ends, "convnormrelu", 3, widths.get(0), 7);
        int in = widths.get(0);
        for (int stage = 1; stage <= STAGES; stage++) {
            int out = widths.get(stage);
            for (int i = 0; i < 2; i++) {
                int stride = stage > 1 && i == 0 ? 2 : 1;
                blocks.add(block(p.child("layer" + stage + '.' + i), in, out, stride));
                in = out;
            }
        }
        ends.conv("conv", in, widths.get(STAGES + 1), 1, 1);
    }

    private Block block(Parameters p, int in, int out, int stride) {
        if (bottlenecks) {
            layer(p, "convnormrelu1", in, out / 4, 1);
            layer(p, "convnormrelu2", out / 4, out / 4, 3);
            layer(p, "convnormrelu3", out / 4, out, 1);
        } else {
            layer(p, "convnormrelu1", in, out, 3);
            layer(p, "convnormrelu2", out, out, 3);
        }
        if (stride > 1) {
            layer(p, "downsample", in, out, 1);
        }
        return new Block(p, stride);
    }

    private void layer(Parameters p, String name, int in, int out, int kernel) {
        p.conv(name + ".0", in, out, kernel, kernel);
        if (norm == Norm.BATCH) {
            p.exact(name + ".1.weight", out)
                    .exact(name + ".1.bias", out)
                    .buffer(name + ".1.running_mean", out)
                    .buffer(name + ".1.running_var", out);
        }
    }

    /** {@code [N, 3, H, W]}, -1 to 1, to {@code [N, C, H / 8, W / 8]}. */
    NDArray forward(NDArray x) {
        boolean instance = norm == Norm.INSTANCE;
        NDArray h = SCRIPT.call("layer", x, ends.dict(), "convnormrelu", 2, instance);
        for (Block block : blocks) {
            try (NDArray before = h) {
                h = SCRIPT.call(
                        bottlenecks ? "bottleneck" : "residual",
                        before,
                        block.parameters().dict(),
                        block.stride(),
                        instance);
            }
        }
        try (NDArray last = h) {
            return SCRIPT.call("output", last, ends.dict());
        }
    }
}
