package io.vsr4j.models.adcvsr;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.CheckpointException;
import java.util.List;

/**
 * The sizes of AdcSR's network.
 *
 * @param unshuffle side of the squares of pixels that become channels at the entrance
 * @param unet of the pruned UNet, without time and text
 * @param decoderWidths of the decoder's stages, the largest picture first; the last one takes the UNet's result
 * @param decoderLayers ResNet blocks in a stage of the decoder
 * @param decoderGroups of the decoder's norms
 */
public record AdcSrConfig(
        int unshuffle, UNetConfig unet, List<Integer> decoderWidths, int decoderLayers, NormGroups decoderGroups) {
    private static final int COLOURS = 3;
    private static final List<Integer> GROUPS = List.of(32, 24, 16, 12, 8, 6, 4, 2, 1);

    /** Refuses parts that do not fit together. */
    public AdcSrConfig {
        decoderWidths = List.copyOf(decoderWidths);
        int width = decoderWidths.isEmpty() ? 0 : decoderWidths.get(decoderWidths.size() - 1);
        if (unet.outChannels() != width || unet.inChannels() != COLOURS * unshuffle * unshuffle) {
            throw new IllegalArgumentException("a UNet of " + unet.inChannels() + " channels in and "
                    + unet.outChannels() + " out does not fit between an unshuffling by " + unshuffle
                    + " and a decoder of " + width + " channels");
        }
        if (unet.timeWidth() != 0 || unet.textWidth() != 0) {
            throw new IllegalArgumentException("the pruned UNet knows no time and no text");
        }
    }

    /**
     * Gives the number of groups that a norm has after pruning: the first of 32, 24, 16, 12, 8, 6, 4, 2 and 1 that
     * divides its width.
     *
     * @param channels of the norm
     * @return how many groups
     */
    public static int prunedGroups(int channels) {
        return GROUPS.stream().filter(g -> channels % g == 0).findFirst().orElseThrow();
    }

    /** {@return the sizes of the published network: 456 million parameters} */
    public static AdcSrConfig published() {
        UNetConfig full = UNetConfig.sd21();
        UNetConfig unet = new UNetConfig(
                12,
                256,
                List.of(240, 480, 960, 960),
                full.layers(),
                full.downAttention(),
                full.upAttention(),
                full.heads(),
                0,
                0,
                AdcSrConfig::prunedGroups,
                full.eps());
        return new AdcSrConfig(2, unet, List.of(64, 128, 256, 256), 3, NormGroups.fixed(32));
    }

    /**
     * Reads a configuration. What it leaves out is as in {@link #published}.
     *
     * @param c the file
     * @return the sizes
     * @throws CheckpointException if they do not fit together
     */
    public static AdcSrConfig of(Config c) {
        AdcSrConfig published = published();
        c.require(c.flag("use_linear_projection", true), "use_linear_projection", "true");
        c.require(c.number("decoder_heads", 1) == 1, "decoder_heads", "1");
        int unshuffle = c.number("pixel_unshuffle", published.unshuffle());
        List<Integer> decoder = c.has("decoder_block_out_channels")
                ? c.numbers("decoder_block_out_channels")
                : published.decoderWidths();
        int middle = decoder.isEmpty() ? 0 : decoder.get(decoder.size() - 1);
        UNetConfig full = published.unet();
        try {
            UNetConfig unet = new UNetConfig(
                    c.number("conv_in_channels", COLOURS * unshuffle * unshuffle),
                    c.number("conv_out_channels", middle),
                    c.has("unet_block_out_channels") ? c.numbers("unet_block_out_channels") : full.widths(),
                    c.number("layers_per_block", full.layers()),
                    UNetConfig.attention(c, "down_block_types", "DownBlock2D", full.downAttention()),
                    UNetConfig.attention(c, "up_block_types", "UpBlock2D", full.upAttention()),
                    c.has("head_counts") ? c.numbers("head_counts") : full.heads(),
                    0,
                    0,
                    AdcSrConfig::prunedGroups,
                    full.eps());
            return new AdcSrConfig(
                    unshuffle,
                    unet,
                    decoder,
                    c.number("decoder_layers_per_block", published.decoderLayers() - 1) + 1,
                    NormGroups.fixed(c.number("decoder_norm_num_groups", 32)));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(c.name() + ": " + e.getMessage(), e);
        }
    }

    /** {@return the entries that {@link #of} reads} */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        Gson gson = new Gson();
        json.addProperty("pixel_unshuffle", unshuffle);
        json.add("unet_block_out_channels", gson.toJsonTree(unet.widths()));
        json.addProperty("layers_per_block", unet.layers());
        json.add("head_counts", gson.toJsonTree(unet.heads()));
        json.add("down_block_types", gson.toJsonTree(types(unet.downAttention(), "DownBlock2D")));
        json.add("up_block_types", gson.toJsonTree(types(unet.upAttention(), "UpBlock2D")));
        json.add("decoder_block_out_channels", gson.toJsonTree(decoderWidths));
        json.addProperty("decoder_layers_per_block", decoderLayers - 1);
        json.addProperty("decoder_norm_num_groups", decoderGroups.of(decoderWidths.get(0)));
        return json;
    }

    private static List<String> types(List<Boolean> attention, String plain) {
        return attention.stream().map(has -> has ? "CrossAttn" + plain : plain).toList();
    }

    /** {@return how many times larger the result is} */
    public int scale() {
        return (1 << (decoderWidths.size() - 1)) / unshuffle;
    }
}
