package io.vsr4j.models.wan;

import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sizes of a Wan video autoencoder, by diffusers' names in {@code AutoencoderKLWan}. Widths are channels; a stage is
 * what lies between two changes of size, the first is the one at the video's size.
 *
 * @param baseDim width that the encoder's widths are multiples of
 * @param decoderBaseDim the same for the decoder
 * @param zDim channels of a latent
 * @param dimMult the stages' widths as multiples
 * @param numResBlocks residual blocks in a stage of the encoder; one more in the decoder
 * @param temporalDownsample after which stages but the last the encoder halves the number of frames
 * @param residual whether stages have shortcuts without parameters, as in Wan 2.2
 * @param patchSize side of the squares of pixels that are one pixel to the network
 * @param inChannels of what the encoder's first convolution sees: colours of all pixels in a square
 * @param outChannels of what the decoder's last convolution gives
 * @param latentsMean of each latent channel; of another length in networks that have none of their own, for which files
 *     repeat Wan 2.1's
 * @param latentsStd the same, above 0
 */
public record WanVaeConfig(
        int baseDim,
        int decoderBaseDim,
        int zDim,
        List<Integer> dimMult,
        int numResBlocks,
        List<Boolean> temporalDownsample,
        boolean residual,
        int patchSize,
        int inChannels,
        int outChannels,
        List<Double> latentsMean,
        List<Double> latentsStd) {
    private static final int MAX_STAGES = 8;
    private static final int MAX_BLOCKS = 64;

    // As published with Wan 2.1.
    private static final List<Double> MEAN = List.of(
            -0.7571, -0.7089, -0.9113, 0.1075, -0.1745, 0.9653, -0.1517, 1.5508, 0.4134, -0.0715, 0.5517, -0.3632,
            -0.1922, -0.9497, 0.2503, -0.2921);
    private static final List<Double> STD = List.of(
            2.8184, 1.4541, 2.3275, 2.6558, 1.2196, 1.7708, 2.6052, 2.0743, 3.2687, 2.1526, 2.8652, 1.5579, 1.6382,
            1.1253, 2.8251, 1.9160);

    /** Wan 2.1's, which an empty file stands for. */
    public static final WanVaeConfig WAN_2_1 = of(new Config("Wan 2.1 VAE", new JsonObject()));

    /** Keeps lists as they are now. */
    public WanVaeConfig {
        dimMult = List.copyOf(dimMult);
        temporalDownsample = List.copyOf(temporalDownsample);
        latentsMean = List.copyOf(latentsMean);
        latentsStd = List.copyOf(latentsStd);
    }

    /**
     * Reads a configuration. What it leaves out is as in Wan 2.1.
     *
     * @param config diffusers' {@code config.json}
     * @return the sizes
     * @throws CheckpointException if the network could not be built, or only with parts that are not
     *     implemented
     */
    public static WanVaeConfig of(Config config) {
        int base = config.positive("base_dim", 96);
        WanVaeConfig sizes = new WanVaeConfig(
                base,
                config.positive("decoder_base_dim", base),
                config.positive("z_dim", 16),
                config.has("dim_mult") ? config.numbers("dim_mult") : List.of(1, 2, 4, 4),
                config.positive("num_res_blocks", 2),
                config.has("temperal_downsample") ? config.flags("temperal_downsample") : List.of(false, true, true),
                config.flag("is_residual", false),
                config.positive("patch_size", 1),
                config.positive("in_channels", 3),
                config.positive("out_channels", 3),
                config.has("latents_mean") ? config.fractions("latents_mean") : MEAN,
                config.has("latents_std") ? config.fractions("latents_std") : STD);
        sizes.check(config);
        return sizes;
    }

    private void check(Config config) {
        int stages = dimMult.size();
        config.require(
                stages >= 1 && stages <= MAX_STAGES && !dimMult.contains(0),
                "dim_mult",
                "a list of 1 to " + MAX_STAGES + " numbers above 0");
        config.require(numResBlocks <= MAX_BLOCKS, "num_res_blocks", "at most " + MAX_BLOCKS);
        config.require(
                temporalDownsample.size() == stages - 1,
                "temperal_downsample",
                "one switch for each of the " + (stages - 1) + " steps between the stages of dim_mult");
        config.require(
                !config.has("attn_scales") || config.fractions("attn_scales").isEmpty(),
                "attn_scales",
                "empty: attention outside the middle is not supported");
        int square = patchSize * patchSize;
        config.require(patchSize <= 64, "patch_size", "at most 64");
        config.require(inChannels % square == 0, "in_channels", "a multiple of the square of patch_size, " + square);
        config.require(outChannels % square == 0, "out_channels", "a multiple of the square of patch_size, " + square);
        config.require(latentsStd.stream().allMatch(s -> s > 0), "latents_std", "a list of numbers above 0");
        if (residual) {
            checkShortcuts(config);
        }
    }

    private void checkShortcuts(Config config) {
        List<Long> down = encoderWidths();
        List<Long> up = decoderWidths();
        for (int i = 0; i < dimMult.size(); i++) {
            boolean last = i == dimMult.size() - 1;
            long box = last ? 1 : temporalDownsample.get(i) ? 8 : 4;
            config.require(
                    down.get(i) * box % down.get(i + 1) == 0,
                    "dim_mult",
                    "such that each stage's width divides " + box + " times the width before it: a shortcut averages");
            long boxUp = last ? 1 : temporalUpsample(i) ? 8 : 4;
            config.require(
                    last || up.get(i + 1) * boxUp % up.get(i) == 0,
                    "dim_mult",
                    "such that " + boxUp + " times each stage's width is a multiple of the next: a shortcut copies");
        }
    }

    /** {@return the width before the encoder's first stage, then those after each} */
    List<Long> encoderWidths() {
        return widths(baseDim, dimMult, 1);
    }

    /** {@return the width before the decoder's first stage, then those after each} */
    List<Long> decoderWidths() {
        List<Integer> reversed = new ArrayList<>(dimMult);
        Collections.reverse(reversed);
        return widths(decoderBaseDim, reversed, reversed.get(0));
    }

    private static List<Long> widths(long base, List<Integer> multiples, int first) {
        return IntStream.concat(IntStream.of(first), multiples.stream().mapToInt(m -> m))
                .mapToObj(m -> base * m)
                .toList();
    }

    /** Whether the decoder doubles the number of frames after one of its stages, which is not the last. */
    boolean temporalUpsample(int stage) {
        return temporalDownsample.get(temporalDownsample.size() - 1 - stage);
    }

    /** {@return how many frames of the video one latent frame after the first stands for} */
    public int temporalFactor() {
        return 1 << Collections.frequency(temporalDownsample, true);
    }

    /** {@return how many pixels of the video, in height and in width, one of a latent stands for} */
    public int spatialFactor() {
        return patchSize << (dimMult.size() - 1);
    }

    /** {@return the means of the latent channels} */
    double[] means() {
        return ofLatent("latents_mean", latentsMean);
    }

    /** {@return the standard deviations of the latent channels} */
    double[] deviations() {
        return ofLatent("latents_std", latentsStd);
    }

    private double[] ofLatent(String key, List<Double> values) {
        if (values.size() != zDim) {
            throw new CheckpointException("latents of " + zDim + " channels cannot be normalised: '" + key + "' has "
                    + values.size() + " numbers");
        }
        return values.stream().mapToDouble(v -> v).toArray();
    }

    /** {@return the video's colours} */
    public int colours() {
        return inChannels / (patchSize * patchSize);
    }
}
