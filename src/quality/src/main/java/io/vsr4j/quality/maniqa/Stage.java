package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.quality.swin.SwinBlock;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Attention among channels ("transposed attention"), a projection to fewer of them, then a small Swin transformer among
 * places.
 */
final class Stage {
    private static final TorchScript SCRIPT = TorchScript.resource(Stage.class, "stage.ts.py");

    /** Some blocks, then a convolution. */
    private record Layer(List<SwinBlock> blocks, Parameters conv) {}

    private final List<Parameters> channels = new ArrayList<>();
    private final Parameters project;
    private final List<Layer> layers = new ArrayList<>();
    private final double scale;
    private final int side;

    /**
     * @param p of the whole network
     * @param number 1 or 2, which ends the names
     * @param config {@code depths}, {@code num_heads}, {@code window_size}, {@code dim_mlp}, {@code num_tab}, {@code scale}
     * @param side of the map
     * @param in channels before the projection
     * @param out channels after it
     */
    Stage(Parameters p, int number, Config config, int side, int in, int out) {
        this.side = side;
        scale = config.fraction("scale", 0.8);
        long places = (long) side * side;
        for (int i = 0; i < config.positive("num_tab", 2); i++) {
            channels.add(p.child("tablock" + number + '.' + i)
                    .linear("c_q", places, places)
                    .linear("c_k", places, places)
                    .linear("c_v", places, places));
        }
        project = p.child("conv" + number).tensor("weight", out, in, 1, 1).tensor("bias", out);
        List<Integer> depths = config.numbers("depths");
        List<Integer> heads = config.numbers("num_heads");
        config.require(heads.size() == depths.size(), "num_heads", "as long as depths");
        // A window is never larger than the map.
        int window = Math.min(config.positive("window_size", 4), side);
        for (int layer = 0; layer < depths.size(); layer++) {
            int each = heads.get(layer);
            config.require(each > 0 && out % each == 0, "num_heads", "divisors of " + out);
            Parameters own = p.child("swintransformer" + number + ".layers." + layer);
            List<SwinBlock> blocks = new ArrayList<>();
            for (int i = 0; i < depths.get(layer); i++) {
                blocks.add(new SwinBlock(
                        own.child("blocks." + i),
                        out,
                        each,
                        config.positive("dim_mlp", 768),
                        new int[] {1, window, window},
                        i % 2 == 1,
                        false));
            }
            layers.add(new Layer(
                    blocks, own.child("conv").tensor("weight", out, out, 3, 3).tensor("bias", out)));
        }
    }

    /**
     * @param x {@code [N, in, places]}
     * @return {@code [N, out, places]}
     */
    NDArray forward(NDArray x) {
        NDArray h = SCRIPT.call("channels", x, channels.get(0).dict());
        for (Parameters block : channels.subList(1, channels.size())) {
            try (NDArray before = h) {
                h = SCRIPT.call("channels", before, block.dict());
            }
        }
        try (NDArray before = h) {
            h = SCRIPT.call("project", before, project.dict(), side);
        }
        for (Layer layer : layers) {
            try (NDArray before = h) {
                h = layer(layer, before);
            }
        }
        try (NDArray last = h) {
            return SCRIPT.call("leave", last);
        }
    }

    /** {@code [N, 1, H, W, C]}, as the blocks take it. */
    private NDArray layer(Layer layer, NDArray x) {
        NDArray h = x;
        for (SwinBlock block : layer.blocks()) {
            NDArray before = h;
            h = block.forward(before);
            if (before != x) {
                before.close();
            }
        }
        NDArray result = SCRIPT.call("layer", x, h, layer.conv().dict(), scale);
        if (h != x) {
            h.close();
        }
        return result;
    }
}
