package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.stablediffusion.Filters;
import io.vsr4j.models.stablediffusion.LayerHook;
import io.vsr4j.tensor.Scopes;

/**
 * AdcVSR's network: {@link AdcSrNetwork}, whose layers see each frame by itself, with temporal residual blocks between
 * the UNet's. One pass, without noise, time step and text. Tensors have AdcSR's names; a temporal block's are
 * {@code temporal.<site>.conv1.weight} and so on, where the site is the UNet's layer that it follows.
 */
public final class AdcVsrNetwork extends Network {
    /** How many times larger the result is. */
    public static final int SCALE = 4;

    private static final String UNET = "body.1.";

    private final AdcVsrConfig config;
    private final AdcSrGenerator generator;
    private final TemporalBlocks temporal;

    /**
     * Declares the parameters.
     *
     * @param config its sizes
     */
    public AdcVsrNetwork(AdcVsrConfig config) {
        this.config = config;
        generator = new AdcSrGenerator(parameters(), config.image());
        temporal = new TemporalBlocks(parameters().child("temporal"), config.sites());
    }

    /** {@return its sizes} */
    public AdcVsrConfig config() {
        return config;
    }

    /** {@return how many frames on each side influence a frame} */
    public int temporalReach() {
        return TemporalBlock.REACH * temporal.size();
    }

    /**
     * Tells what is zero in a network that has not been trained.
     *
     * @param name of a tensor
     * @return whether it begins at zero
     */
    public static boolean zeroStarted(String name) {
        return name.startsWith("temporal.") && name.contains(TemporalBlock.ZERO_STARTED);
    }

    @Override
    protected NDArray arranged(NDArray value) {
        return Filters.arranged(value);
    }

    /**
     * Computes the features from which pictures are made: where the paper's losses on features look.
     *
     * @param images {@code [B * T, 3, H, W]}, RGB from -1 to 1, in the type that the network computes in, the frames of
     *     each clip one after the other. H and W are multiples of 16
     * @param frames T
     * @return {@code [B * T, C, H / 2, W / 2]}
     */
    public NDArray features(NDArray images, int frames) {
        LayerHook blocks = temporal.hook(frames);
        return generator.features(
                images, (site, x) -> site.startsWith(UNET) ? blocks.after(site.substring(UNET.length()), x) : x);
    }

    /**
     * Makes pictures of features; each by itself, so that any part of them may be given.
     *
     * @param features {@code [N, C, H / 2, W / 2]}
     * @return {@code [N, 3, 4 H, 4 W]}, about -1 to 1
     */
    public NDArray pictures(NDArray features) {
        return generator.pictures(features, LayerHook.NONE);
    }

    /**
     * Enlarges clips.
     *
     * @param images as in {@link #features}
     * @param frames T
     * @return {@code [B * T, 3, 4 H, 4 W]}, about -1 to 1
     */
    public NDArray forward(NDArray images, int frames) {
        return Scopes.within(images.getManager(), scope -> pictures(features(Scopes.borrow(scope, images), frames)));
    }
}
