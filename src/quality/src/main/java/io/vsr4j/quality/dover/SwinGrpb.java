package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.quality.swin.SwinBlock;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The Swin transformer over time, rows and columns whose position biases are gated: tokens of one fragment, which were
 * neighbours in the video, use another table than tokens of different ones. Source: Wu et al., "FAST-VQA", 2022.
 */
final class SwinGrpb implements Backbone {
    private static final TorchScript SCRIPT = TorchScript.resource(SwinGrpb.class, "swin.ts.py");

    private static final int LAYERS = 4;
    private static final int MLP_RATIO = 4;

    /** All but the last end in a merge, and gate their biases. */
    private record Layer(List<SwinBlock> blocks, Parameters merge) {}

    private final Parameters embed;
    private final List<Layer> layers = new ArrayList<>();
    private final Parameters norm;
    private final long[] patch;

    /**
     * @param p named {@code technical_backbone}
     * @param config {@code embed_dim}, and {@code depths}, {@code num_heads} of four layers; {@code window_size}
     */
    SwinGrpb(Parameters p, Config config) {
        int width = config.positive("embed_dim", 96);
        List<Integer> depths = config.numbers("depths");
        List<Integer> heads = config.numbers("num_heads");
        config.require(depths.size() == LAYERS, "depths", "a list of 4 numbers");
        config.require(heads.size() == LAYERS, "num_heads", "a list of 4 numbers");
        int[] window = three(config, "window_size", 8, 7, 7);
        patch = Arrays.stream(three(config, "patch_size", 2, 4, 4))
                .asLongStream()
                .toArray();
        embed = p.child("patch_embed").conv("proj", 3, width, patch).norm("norm", width);
        for (int layer = 0; layer < LAYERS; layer++) {
            boolean last = layer == LAYERS - 1;
            int each = heads.get(layer);
            config.require(each > 0 && width % each == 0, "num_heads", "divisors of the layers' widths");
            Parameters own = p.child("layers." + layer);
            List<SwinBlock> blocks = new ArrayList<>();
            for (int i = 0; i < depths.get(layer); i++) {
                blocks.add(new SwinBlock(
                        own.child("blocks." + i), width, each, MLP_RATIO * width, window, i % 2 == 1, !last));
            }
            layers.add(new Layer(blocks, last ? null : merge(own.child("downsample"), width)));
            width = last ? width : 2 * width;
        }
        norm = p.child("norm").tensor("weight", width).tensor("bias", width);
    }

    private static Parameters merge(Parameters p, long width) {
        return p.norm("norm", 4 * width).matrix("reduction", 4 * width, 2 * width);
    }

    private static int[] three(Config config, String key, int... otherwise) {
        if (!config.has(key)) {
            return otherwise;
        }
        List<Integer> sizes = config.numbers(key);
        config.require(
                sizes.size() == 3 && sizes.stream().allMatch(size -> size > 0 && size <= 16),
                key,
                "a list of 3 numbers from 1 to 16");
        return sizes.stream().mapToInt(i -> i).toArray();
    }

    @Override
    public NDArray forward(NDArray x) {
        NDArray h = SCRIPT.call("embed", x, embed.dict(), patch);
        for (Layer layer : layers) {
            for (SwinBlock block : layer.blocks()) {
                try (NDArray before = h) {
                    h = block.forward(before);
                }
            }
            if (layer.merge() != null) {
                try (NDArray before = h) {
                    h = SCRIPT.call("merge", before, layer.merge().dict());
                }
            }
        }
        try (NDArray last = h) {
            return SCRIPT.call("leave", last, norm.dict());
        }
    }
}
