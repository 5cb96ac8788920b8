package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;

/** What a branch sees with. */
interface Backbone {
    /**
     * Looks at clips.
     *
     * @param x {@code [N, 3, T, H, W]}, normalised
     * @return {@code [N, C, T', H', W']}
     */
    NDArray forward(NDArray x);

    /**
     * Makes one.
     *
     * @param p its parameters, none declared
     * @param config of the whole network
     * @param branch key of the backbone's kind
     * @return the backbone
     */
    static Backbone of(Parameters p, Config config, String branch) {
        String kind = config.text(branch, "");
        return switch (kind) {
            case "swin_tiny_grpb" -> new SwinGrpb(p, config.part("swin"));
            case "conv_tiny" -> new ConvNext3d(p, config.part("conv"), false);
            case "conv_femto" -> new ConvNext3d(p, config.part("femto"), true);
            default -> {
                config.require(false, branch, "swin_tiny_grpb, conv_tiny or conv_femto");
                throw new AssertionError(kind);
            }
        };
    }
}
