package io.vsr4j.models.wan;

import java.util.List;

/**
 * Multiplications, each with its addition, of decoding latents, by kind of layer. Norms, activations and sums are left out,
 * as they usually are.
 *
 * @param causal convolutions that see past frames, and those of a single point
 * @param spatial convolutions of each frame by itself: after each enlargement, and around the attention
 * @param attention logits and weighted sums in the middle
 */
public record WanVaeCost(long causal, long spatial, long attention) {
    /**
     * Counts.
     *
     * @param config the sizes
     * @param latents frames of the latents
     * @param rows of a latent
     * @param columns of a latent
     * @return the numbers
     */
    public static WanVaeCost decoder(WanVaeConfig config, long latents, long rows, long columns) {
        List<Long> widths = config.decoderWidths();
        int stages = widths.size() - 1;
        long middle = widths.get(0);
        long frames = latents;
        long pixels = rows * columns;
        long z = config.zDim();
        long causal = frames * pixels * (z * z + 27 * z * middle + 2 * residual(middle, middle));
        long spatial = frames * pixels * 4 * middle * middle;
        long attention = 2 * frames * pixels * pixels * middle;
        for (int i = 0; i < stages; i++) {
            boolean last = i == stages - 1;
            long out = widths.get(i + 1);
            long in = WanVaeDecoder.entering(widths, i, config);
            causal += frames * pixels * (residual(in, out) + config.numResBlocks() * residual(out, out));
            if (!last && config.temporalUpsample(i)) {
                causal += (frames - 1) * pixels * 3 * out * 2 * out;
                frames += frames - 1;
            }
            if (!last) {
                pixels *= 4;
                spatial += frames * pixels * 9 * out * (config.residual() ? out : out / 2);
            }
        }
        causal += frames * pixels * 27 * widths.get(stages) * config.outChannels();
        return new WanVaeCost(causal, spatial, attention);
    }

    private static long residual(long in, long out) {
        return 27 * in * out + 27 * out * out + (in == out ? 0 : in * out);
    }

    /** {@return all together} */
    public long total() {
        return causal + spatial + attention;
    }
}
