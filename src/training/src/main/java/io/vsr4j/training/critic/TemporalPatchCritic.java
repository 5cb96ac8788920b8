package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * A critic of patches in space and time (T-PatchGAN: Chang et al., "Free-form Video Inpainting with 3D Gated Convolution and
 * Temporal PatchGAN", 2019): convolutions of 3 frames and 5 x 5 pixels that halve the picture, the weights of all but the
 * last divided by their largest singular value (Miyato et al., 2018). It goes with {@link io.vsr4j.training.loss.Losses#hinge}.
 */
public final class TemporalPatchCritic extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(TemporalPatchCritic.class, "temporal_patch.ts.py");

    private final List<Parameters> layers = new ArrayList<>();

    /**
     * Declares the parameters, {@code layers.0.weight} and so on.
     *
     * @param widths channels of each convolution; the last one's are the answers
     */
    public TemporalPatchCritic(List<Integer> widths) {
        if (widths.isEmpty()) {
            throw new IllegalArgumentException("a critic has at least one convolution");
        }
        int in = 3;
        for (int i = 0; i < widths.size(); i++) {
            layers.add(parameters()
                    .child("layers." + i)
                    .tensor("weight", widths.get(i), in, 3, 5, 5)
                    .tensor("bias", widths.get(i)));
            in = widths.get(i);
        }
    }

    // Not in UltraVSR's paper: the critic's sizes. It takes its loss from Zhou et al., 2023, whose critic has these.
    /** {@return the usual sizes: 6 convolutions of 32 to 128 channels} */
    public static List<Integer> usualWidths() {
        return List.of(32, 64, 128, 128, 128, 128);
    }

    /**
     * Judges clips.
     *
     * @param clips {@code [B * T, 3, H, W]}, RGB from -1 to 1, the frames of each clip one after the other
     * @param frames T
     * @return answers, above 0 for real, {@code [B, C, T, H', W']}, sides halved by each convolution and rounded up
     */
    public NDArray judge(NDArray clips, int frames) {
        NDArray h = SCRIPT.call("clips", clips, frames);
        for (int i = 0; i < layers.size(); i++) {
            h = SCRIPT.call(
                    i < layers.size() - 1 ? "inner" : "last", h, layers.get(i).dict());
        }
        return h;
    }
}
