package io.vsr4j.training.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.ClipFlow;
import io.vsr4j.training.loss.Losses;
import io.vsr4j.training.loss.PictureLoss;
import io.vsr4j.training.loss.WarpLoss;

/**
 * The losses of both stages, eq. 8 to 11:
 *
 * <pre>
 * L = |z_H - E(V)|^2 + |V_H - V|^2 + LPIPS(V_H, V) + 0.1 L_warp(V_H)
 * </pre>
 *
 * <p>Not in the paper: that each is a mean, so that its weight means the same at any size.
 *
 * @param latent weight of the first
 * @param pixel weight of the second
 * @param perceptual weight of the third
 * @param warp weight of the last
 * @param followed whether the last leaves pixels out that cannot be followed; the paper's does not
 * @param lpips null where its weight is 0
 */
record OasisLosses(double latent, double pixel, double perceptual, double warp, boolean followed, PictureLoss lpips) {
    /** {@return whether frames need to be decoded} */
    boolean seePixels() {
        return pixel > 0 || perceptual > 0 || warp > 0;
    }

    /** Judges latents, {@code (1, z, F, y, x)} each. */
    Terms latents(NDArray clean, NDArray target) {
        return new Terms().add("latent", latent, Losses.mse(clean, target));
    }

    /** Judges frames, {@code [t, 3, H, W]}, 0 to 1, with the motion of the true ones. */
    void frames(Terms terms, NDArray frames, NDArray high, NDArray flow) {
        if (pixel > 0) {
            terms.add("pixel", pixel, Losses.mse(frames, high));
        }
        if (perceptual > 0) {
            terms.add("lpips", perceptual, lpips.of(frames, high));
        }
        if (warp > 0) {
            terms.add("warp", warp, WarpLoss.of(frames, flow, followed ? ClipFlow.followed(flow) : null));
        }
    }
}
