package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/** Two convolutions, each after a norm and SiLU, beside a shortcut. */
final class ResnetBlock {
    private final Parameters parameters;
    private final int groupsIn;
    private final int groupsOut;
    private final double eps;

    /** timeWidth: of the time embedding; 0 if there is none. */
    ResnetBlock(Parameters p, int in, int out, int timeWidth, NormGroups groups, double eps) {
        p.norm("norm1", in).conv("conv1", in, out, 3, 3);
        if (timeWidth > 0) {
            p.linear("time_emb_proj", timeWidth, out);
        }
        p.norm("norm2", out).conv("conv2", out, out, 3, 3);
        if (in != out) {
            p.conv("conv_shortcut", in, out, 1, 1);
        }
        this.parameters = p;
        this.groupsIn = groups.of(in);
        this.groupsOut = groups.of(out);
        this.eps = eps;
    }

    NDArray forward(NDArray x, NDArray time) {
        return Blocks.call("resnet", x, time, parameters.dict(), groupsIn, groupsOut, eps);
    }
}
