package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;

/**
 * What a system puts between the layers of a network that it builds on, such as layers over time. It is called with the
 * result of every ResNet block and attention, by its name in the checkpoint ({@code down_blocks.0.resnets.1},
 * {@code mid_block.attentions.0}), and of every stage, resampling included ({@code down_blocks.0}, {@code mid_block}).
 * Skips of a UNet carry what the hook gives.
 */
@FunctionalInterface
public interface LayerHook {
    /** Leaves everything as it is. */
    LayerHook NONE = (site, x) -> x;

    /**
     * Continues after a layer.
     *
     * @param site name of the layer or stage
     * @param x its result, {@code [N, C, H, W]}; do not close it
     * @return {@code x} itself or what takes its place, of the same shape and in the same manager
     */
    NDArray after(String site, NDArray x);

    /**
     * The same hook in a part of a network.
     *
     * @param part the prefix of its sites, such as {@code "decoder."}
     * @return the hook for that part
     */
    default LayerHook in(String part) {
        return this == NONE ? NONE : (site, x) -> after(part + site, x);
    }
}
