package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.function.Function;

/**
 * AdcVSR's critic (section 3.3, figure 2b): a frozen backbone with a first convolution of its own; three convolutions, in
 * the picture, along time, in the picture; two heads of one pixel, for details and for consistency. The heads share all
 * before them: apart, the one for consistency does not train.
 */
public final class DualHeadCritic extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(DualHeadCritic.class, "dual_head.ts.py");
    private static final String BACKBONE = "backbone";

    private final CriticBackbone backbone;
    private final DualHeadConfig config;

    /**
     * Declares the parameters: {@code backbone.*}, {@code tail.0} to {@code tail.2}, {@code detail}, {@code consistency}.
     *
     * @param backbone declares those of the backbone in what it is given
     * @param config sizes of the rest
     */
    public DualHeadCritic(Function<Parameters, CriticBackbone> backbone, DualHeadConfig config) {
        this.backbone = backbone.apply(parameters().child(BACKBONE));
        this.config = config;
        int width = config.width();
        parameters()
                .conv("tail.0", this.backbone.width(), width, 3, 3)
                // Not in the paper: which of the three is the one along time.
                .conv("tail.1", width, width, 3)
                .conv("tail.2", width, width, 3, 3);
        if (config.detail() > 0) {
            parameters().conv("detail", width, config.detail(), 1, 1);
        }
        if (config.consistency() > 0) {
            parameters().conv("consistency", width, config.consistency(), 1, 1);
        }
    }

    /**
     * Tells what is learned: all but the backbone, and the backbone's first convolution.
     *
     * @param name of a tensor
     * @return whether it is learned
     */
    public boolean learns(String name) {
        return !name.startsWith(BACKBONE + '.') || name.startsWith(BACKBONE + '.' + backbone.first() + '.');
    }

    /**
     * Judges clips.
     *
     * @param x {@code [B * T, C, H, W]}, the frames of each clip one after the other
     * @param frames T
     * @return answers of both heads, at each place that the backbone has features of
     */
    // Not in the paper: how answers of a backbone that makes pictures smaller have the size of its input, as they are
    // said
    // to. Each stands for the pixels that it saw; repeated over them it would weigh the same in every mean.
    public Judgement judge(NDArray x, int frames) {
        NDArray h =
                SCRIPT.call("tail", backbone.forward(x, frames), parameters().dict(), frames);
        return new Judgement(
                config.detail() > 0 ? head(h, "detail") : null,
                config.consistency() > 0 ? head(h, "consistency") : null);
    }

    private NDArray head(NDArray h, String name) {
        return SCRIPT.call("head", h, parameters().dict(), name);
    }
}
