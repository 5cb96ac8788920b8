package io.vsr4j.models.wan;

import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;
import java.util.function.Predicate;

/**
 * Multiplications, each with its addition, of encoding or decoding a video without tiles, by kind of layer, as {@link Macs}
 * counts them.
 *
 * @param causal convolutions that see past frames, and those of a single point
 * @param spatial convolutions of each frame by itself: where its size changes, and around the attention
 * @param attention logits and weighted sums in the middle
 */
public record WanVaeCost(long causal, long spatial, long attention) {
    /**
     * Counts the decoder.
     *
     * @param config the sizes
     * @param latents frames of the latents
     * @param rows of a latent
     * @param columns of a latent
     * @return the numbers
     */
    public static WanVaeCost decoder(WanVaeConfig config, long latents, long rows, long columns) {
        return of("decoder.", "post_quant_conv", config, latents, rows, columns);
    }

    /**
     * Counts the encoder.
     *
     * @param config the sizes
     * @param latents frames of the latents
     * @param rows of a latent
     * @param columns of a latent
     * @return the numbers
     */
    public static WanVaeCost encoder(WanVaeConfig config, long latents, long rows, long columns) {
        return of("encoder.", "quant_conv", config, latents, rows, columns);
    }

    private static WanVaeCost of(
            String half, String between, WanVaeConfig config, long latents, long rows, long columns) {
        Parameters p = new WanVae(config).parameters();
        WanVaeSizes sizes = WanVaeSizes.ofLatent(config, latents, rows, columns);
        Predicate<String> counted = layer -> layer.startsWith(half) || layer.equals(between);
        Predicate<String> spatial = layer -> layer.endsWith("resample.1") || layer.contains(".attentions.");
        // The middle has one head, and every pixel sees its own frame.
        long channels =
                p.shapes().get(half + "mid_block.attentions.0.proj.weight").get(0);
        return new WanVaeCost(
                Macs.of(p, layer -> counted.test(layer) && !spatial.test(layer) ? sizes.voxels(layer) : 0),
                Macs.of(p, layer -> counted.test(layer) && spatial.test(layer) ? sizes.voxels(layer) : 0),
                latents * Macs.attention(rows * columns, rows * columns, channels));
    }

    /** {@return all together} */
    public long total() {
        return causal + spatial + attention;
    }
}
