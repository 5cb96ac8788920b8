package io.vsr4j.training.critic;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.TemporalBlocks;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.UNetBody;
import io.vsr4j.models.stablediffusion.UNetConfig;

/**
 * The UNet of AdcVSR with its temporal blocks, its first convolution fit for the features that the decoder's mid block
 * gives. Tensors have AdcVSR's names, {@code body.1.*} and {@code temporal.*}.
 */
public final class UNetBackbone implements CriticBackbone {
    private final UNetBody unet;
    private final TemporalBlocks temporal;
    private final int width;

    /**
     * Declares the parameters.
     *
     * @param p of the critic's backbone
     * @param config of the network whose UNet it is
     */
    public UNetBackbone(Parameters p, AdcVsrConfig config) {
        UNetConfig own = config.image().unet();
        width = own.outChannels();
        unet = new UNetBody(
                p.child("body.1"),
                new UNetConfig(
                        width,
                        width,
                        own.widths(),
                        own.layers(),
                        own.downAttention(),
                        own.upAttention(),
                        own.heads(),
                        own.timeWidth(),
                        own.textWidth(),
                        own.groups(),
                        own.eps()));
        temporal = new TemporalBlocks(p.child("temporal"), config.sites());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String first() {
        return "body.1.conv_in";
    }

    /**
     * {@inheritDoc} Features have the input's size.
     *
     * @param x {@code [B * T, C, H, W]} as {@link io.vsr4j.models.adcvsr.AdcVsrNetwork#features} gives them
     */
    @Override
    public NDArray forward(NDArray x, int frames) {
        return unet.forward(x, temporal.hook(frames));
    }
}
