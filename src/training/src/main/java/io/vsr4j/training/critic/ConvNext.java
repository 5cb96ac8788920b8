package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * ConvNeXt without its head, as OpenCLIP has it for a tower of pictures (Liu et al., "A ConvNet for the 2020s", 2022).
 * Tensors have timm's names, {@code stem.0.weight}, {@code stages.0.blocks.0.conv_dw.weight}. A picture of H x W becomes
 * features of H / 32 x W / 32 with four stages; what does not fill a patch is dropped.
 */
public final class ConvNext implements CriticBackbone {
    private static final TorchScript SCRIPT = TorchScript.resource(ConvNext.class, "convnext.ts.py");
    private static final int PATCH = 4;
    private static final int KERNEL = 7;

    private record Stage(Parameters entry, List<Parameters> blocks) {}

    private final ConvNextConfig config;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * Declares the parameters.
     *
     * @param p of the critic's backbone
     * @param config its sizes
     */
    public ConvNext(Parameters p, ConvNextConfig config) {
        this.config = config;
        List<Integer> widths = config.widths();
        for (int s = 0; s < widths.size(); s++) {
            long width = widths.get(s);
            Parameters entry = s == 0
                    ? p.child("stem").conv("0", 3, width, PATCH, PATCH).norm("1", width)
                    : p.child("stages." + s + ".downsample")
                            .norm("0", widths.get(s - 1))
                            .conv("1", widths.get(s - 1), width, 2, 2);
            List<Parameters> blocks = new ArrayList<>();
            for (int i = 0; i < config.depths().get(s); i++) {
                blocks.add(p.child("stages." + s + ".blocks." + i)
                        .tensor("gamma", width)
                        .conv("conv_dw", 1, width, KERNEL, KERNEL)
                        .norm("norm", width)
                        .linear("mlp.fc1", width, 4 * width)
                        .linear("mlp.fc2", 4 * width, width));
            }
            stages.add(new Stage(entry, blocks));
        }
    }

    @Override
    public int width() {
        return config.widths().get(config.widths().size() - 1);
    }

    @Override
    public String first() {
        return "stem.0";
    }

    /**
     * {@inheritDoc} Each frame is seen by itself.
     *
     * @param x pictures, RGB from -1 to 1
     */
    @Override
    public NDArray forward(NDArray x, int frames) {
        NDArray h = x;
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            h = SCRIPT.call(s == 0 ? "stem" : "halve", h, stage.entry().dict(), config.eps());
            for (Parameters block : stage.blocks()) {
                h = Piece.of(h, in -> SCRIPT.call("block", in, block.dict(), config.eps()));
            }
        }
        return h;
    }
}
