package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvNeXt over time, rows and columns, of the first or the second version. Every third block, from the second on, sees a
 * frame before and after.
 */
final class ConvNext3d implements Backbone {
    private static final TorchScript SCRIPT = TorchScript.resource(ConvNext3d.class, "convnext.ts.py");

    private record Stage(Parameters entry, List<Parameters> blocks) {}

    private final List<Stage> stages = new ArrayList<>();
    private final Parameters norm;

    /**
     * @param p named {@code aesthetic_backbone} or {@code technical_backbone}
     * @param config {@code depths} and {@code dims} of four stages
     * @param second whether it is of the second version, which normalises the response in place of scaling it
     */
    ConvNext3d(Parameters p, Config config, boolean second) {
        List<Integer> depths = config.numbers("depths");
        List<Integer> widths = config.numbers("dims");
        config.require(depths.size() == 4, "depths", "a list of 4 numbers");
        config.require(widths.size() == 4, "dims", "a list of 4 numbers");
        for (int s = 0; s < 4; s++) {
            int width = widths.get(s);
            Parameters entry = p.child("downsample_layers." + s);
            if (s == 0) {
                entry.conv("0", 3, width, 2, 4, 4).norm("1", width);
            } else {
                entry.norm("0", widths.get(s - 1)).conv("1", widths.get(s - 1), width, 1, 2, 2);
            }
            List<Parameters> blocks = new ArrayList<>();
            for (int i = 0; i < depths.get(s); i++) {
                blocks.add(block(p.child("stages." + s + '.' + i), width, kernel(i), second));
            }
            stages.add(new Stage(entry, blocks));
        }
        norm = p.child("norm").tensor("weight", widths.get(3)).tensor("bias", widths.get(3));
    }

    /** How many frames a block sees. */
    private static int kernel(int block) {
        return block % 3 == 1 ? 3 : 1;
    }

    private static Parameters block(Parameters p, long width, int kernel, boolean second) {
        p.conv("dwconv", 1, width, kernel, 7, 7)
                .norm("norm", width)
                .linear("pwconv1", width, 4 * width)
                .linear("pwconv2", 4 * width, width);
        return second
                ? p.tensor("grn.gamma", 1, 1, 1, 4 * width).tensor("grn.beta", 1, 1, 1, 4 * width)
                : p.tensor("gamma", width);
    }

    @Override
    public NDArray forward(NDArray x) {
        NDArray h = null;
        for (Stage stage : stages) {
            try (NDArray before = h) {
                h = before == null
                        ? SCRIPT.call("embed", x, stage.entry().dict())
                        : SCRIPT.call("halve", before, stage.entry().dict());
            }
            for (int i = 0; i < stage.blocks().size(); i++) {
                try (NDArray before = h) {
                    h = SCRIPT.call("block", before, stage.blocks().get(i).dict(), kernel(i));
                }
            }
        }
        try (NDArray last = h) {
            return SCRIPT.call("leave", last, norm.dict());
        }
    }
}
