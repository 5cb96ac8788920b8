package io.vsr4j.models.stablediffusion;

import static io.vsr4j.models.stablediffusion.Blocks.after;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayList;
import java.util.List;

/** The layers of an encoder or decoder at one size. */
final class VaeStage {
    private final List<ResnetBlock> resnets = new ArrayList<>();

    VaeStage(Parameters p, int in, int out, int layers, NormGroups groups) {
        for (int j = 0; j < layers; j++) {
            resnets.add(new ResnetBlock(p.child("resnets." + j), j == 0 ? in : out, out, 0, groups, VaeMidBlock.EPS));
        }
    }

    /** Uses up x. */
    NDArray forward(NDArray x) {
        NDArray h = x;
        for (ResnetBlock resnet : resnets) {
            h = after(h, resnet.forward(h, null));
        }
        return h;
    }
}
