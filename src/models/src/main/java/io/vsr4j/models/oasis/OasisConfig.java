package io.vsr4j.models.oasis;

import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.CheckpointException;

/**
 * What OASIS adds to Wan 2.1: the {@code config.json} of its projector.
 *
 * @param timeFactor frames that a latent frame stands for
 * @param spaceFactor rows and columns of low-quality pixels that a latent's pixel stands for
 * @param latentChannels of a latent
 * @param timestep T_L, what the transformer is told: low-quality latents are taken for ones that noisy
 * @param sigma how far the one step goes
 */
public record OasisConfig(int timeFactor, int spaceFactor, int latentChannels, double timestep, double sigma) {
    static final int COLOURS = 3;
    static final int SCALE = 4;

    /**
     * Reads a configuration. What it leaves out is as published, with Wan 2.1.
     *
     * @param config of the projector
     * @return the sizes
     * @throws CheckpointException if a value is out of range
     */
    public static OasisConfig of(Config config) {
        // Not in the paper: the factors. They follow from the decoder's, 4 in time and 8 in space, and the scale of 4.
        int time = config.number("time_factor", 4);
        int space = config.number("space_factor", 2);
        int channels = config.number("latent_channels", 16);
        config.require(time >= 1 && time <= 64, "time_factor", "1 to 64");
        config.require(space >= 1 && space <= 64, "space_factor", "1 to 64");
        config.require(channels >= 1, "latent_channels", "at least 1");
        double timestep = config.fraction("timestep", 799);
        config.require(timestep >= 0 && timestep <= 1000, "timestep", "0 to 1000");
        // Not in the paper: whether timestep 799 means a sigma of 0.799 or, counted as an index, of 0.800.
        double sigma = config.fraction("sigma", timestep / 1000);
        config.require(sigma > 0 && sigma <= 1, "sigma", "above 0, at most 1");
        return new OasisConfig(time, space, channels, timestep, sigma);
    }

    /** {@return how many numbers of the video make one pixel of the latent} */
    public int boxWidth() {
        return COLOURS * timeFactor * spaceFactor * spaceFactor;
    }

    /**
     * Checks that transformer and autoencoder go with the projector.
     *
     * @param transformer between projector and decoder
     * @param vae whose decoder it is
     * @throws CheckpointException if they do not
     */
    public void require(WanTransformerConfig transformer, WanVaeConfig vae) {
        require("latent_channels", latentChannels, "the transformer's in_channels", transformer.inChannels());
        require("latent_channels", latentChannels, "the transformer's out_channels", transformer.outChannels());
        require("latent_channels", latentChannels, "the autoencoder's z_dim", vae.zDim());
        require("time_factor", timeFactor, "the autoencoder's factor in time", vae.temporalFactor());
        require("4 * space_factor", SCALE * spaceFactor, "the autoencoder's factor in space", vae.spatialFactor());
    }

    private static void require(String mine, int value, String other, int expected) {
        if (value != expected) {
            throw new CheckpointException(
                    "OASIS: " + mine + " of the projector is " + value + ", but " + other + " is " + expected);
        }
    }
}
