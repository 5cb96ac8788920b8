package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.Filters;
import io.vsr4j.models.stablediffusion.LayerHook;
import io.vsr4j.tensor.Scopes;

/**
 * AdcSR's network: a UNet of three quarters of Stable Diffusion 2.1's width, without time, text and noise, which hands
 * its features to the middle of a decoder of half the width. Tensors have the published names, less the wrappers'
 * prefixes: {@code body.1} is the UNet, {@code body.2} the decoder's mid block, {@code decoder} the rest of it.
 */
public final class AdcSrNetwork extends Network {
    private final AdcSrConfig config;
    private final AdcSrGenerator generator;

    /**
     * Declares the parameters.
     *
     * @param config its sizes
     */
    public AdcSrNetwork(AdcSrConfig config) {
        this.config = config;
        generator = new AdcSrGenerator(parameters(), config);
    }

    /**
     * Tells whether a checkpoint may have a tensor that the network does not: the decoder's own entrance, which the
     * UNet's features pass by.
     *
     * @param name in the checkpoint
     * @return whether it may be left over
     */
    public static boolean unused(String name) {
        return name.startsWith("decoder.conv_in.") || name.startsWith("decoder.mid_block.");
    }

    /** {@return its sizes} */
    public AdcSrConfig config() {
        return config;
    }

    @Override
    protected NDArray arranged(NDArray value) {
        return Filters.arranged(value);
    }

    /**
     * Enlarges pictures.
     *
     * @param images {@code [N, 3, H, W]}, RGB from -1 to 1, in the type that the network computes in. H and W are even;
     *     the reference takes multiples of 16 only
     * @return {@code [N, 3, 4 H, 4 W]}, about -1 to 1; {@link ColourTransfer} follows
     */
    public NDArray forward(NDArray images) {
        return forward(images, LayerHook.NONE);
    }

    /**
     * Enlarges pictures with something between the layers.
     *
     * @param images as above
     * @param hook is called with the published names, such as {@code body.1.down_blocks.0.resnets.0}, {@code body.2},
     *     {@code decoder.up_blocks.0}, and with {@code body.1} for the UNet's result
     * @return {@code [N, 3, 4 H, 4 W]}
     */
    public NDArray forward(NDArray images, LayerHook hook) {
        return Scopes.within(
                images.getManager(),
                scope -> generator.pictures(generator.features(Scopes.borrow(scope, images), hook), hook));
    }
}
