package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;

/** One of DOVER's two judges. */
public final class DoverBranch {
    private static final TorchScript SCRIPT = TorchScript.resource(DoverBranch.class, "head.ts.py");

    private final Backbone backbone;
    private final Parameters head;

    /**
     * @param p of the whole network
     * @param config of the whole network
     * @param branch {@code technical} or {@code aesthetic}
     */
    DoverBranch(Parameters p, Config config, String branch) {
        backbone = Backbone.of(p.child(branch + "_backbone"), config, branch);
        Config sizes = config.part("head");
        int hidden = sizes.positive("hidden_channels", 64);
        head = p.child(branch + "_head")
                .conv("fc_hid", sizes.positive("in_channels", 768), hidden, 1, 1, 1)
                .conv("fc_last", hidden, 1, 1, 1, 1);
    }

    /**
     * Looks at clips.
     *
     * @param x {@code [N, 3, T, H, W]}, normalised, see {@link Views}
     * @return {@code [N, C, T', H', W']}
     */
    public NDArray feature(NDArray x) {
        return backbone.forward(x);
    }

    /**
     * Judges every place.
     *
     * @param feature from {@link #feature}
     * @return {@code [N, 1, T', H', W']}, whose mean is what the branch says
     */
    public NDArray map(NDArray feature) {
        return SCRIPT.call("map", feature, head.dict());
    }
}
