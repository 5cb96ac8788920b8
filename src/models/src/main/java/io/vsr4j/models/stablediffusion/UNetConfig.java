package io.vsr4j.models.stablediffusion;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sizes of a UNet.
 *
 * @param inChannels of the picture that goes in
 * @param outChannels of the one that comes out
 * @param widths of the stages, the largest picture first
 * @param layers ResNet blocks in a stage on the way down; there is one more on the way up
 * @param downAttention for each stage on the way down, whether transformers follow its ResNet blocks
 * @param upAttention the same on the way up, the smallest picture first
 * @param heads of the attentions of each stage, in the order of the widths
 * @param timeWidth of the time embedding; 0 for a network without time
 * @param textWidth of the text's features; 0 for a network without text
 * @param groups of the norms
 * @param eps of the norms of ResNet blocks and of the last one
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        List<Integer> widths,
        int layers,
        List<Boolean> downAttention,
        List<Boolean> upAttention,
        List<Integer> heads,
        int timeWidth,
        int textWidth,
        NormGroups groups,
        double eps) {
    private static final OnlyValues ONLY = OnlyValues.of("""
                    {"act_fn": "silu", "use_linear_projection": true, "center_input_sample": false,
                     "flip_sin_to_cos": true, "freq_shift": 0, "time_embedding_type": "positional",
                     "resnet_time_scale_shift": "default", "mid_block_type": "UNetMidBlock2DCrossAttn",
                     "conv_in_kernel": 3, "conv_out_kernel": 3, "downsample_padding": 1, "dropout": 0,
                     "mid_block_scale_factor": 1, "resnet_out_scale_factor": 1, "transformer_layers_per_block": 1,
                     "only_cross_attention": false, "dual_cross_attention": false, "resnet_skip_time_act": false,
                     "num_attention_heads": null, "class_embed_type": null, "num_class_embeds": null,
                     "addition_embed_type": null, "encoder_hid_dim": null, "time_cond_proj_dim": null,
                     "time_embedding_dim": null, "time_embedding_act_fn": null, "timestep_post_act": null,
                     "cross_attention_norm": null}
                    """);

    /** Refuses sizes that do not fit together. */
    public UNetConfig {
        int stages = widths.size();
        if (stages == 0
                || downAttention.size() != stages
                || upAttention.size() != stages
                || heads.size() != stages
                || layers < 1) {
            throw new IllegalArgumentException("widths " + widths + ", heads " + heads + ", down blocks "
                    + downAttention.size() + " and up blocks " + upAttention.size()
                    + " must be one for each stage, with at least one layer, got " + layers);
        }
        for (int i = 0; i < stages; i++) {
            if (widths.get(i) < 1 || heads.get(i) < 1 || widths.get(i) % heads.get(i) != 0) {
                throw new IllegalArgumentException(
                        "a width of " + widths.get(i) + " cannot be split into " + heads.get(i) + " heads");
            }
        }
        widths = List.copyOf(widths);
        heads = List.copyOf(heads);
        downAttention = List.copyOf(downAttention);
        upAttention = List.copyOf(upAttention);
    }

    /** {@return the sizes of Stable Diffusion 2.1, base and 768: 866 million parameters} */
    public static UNetConfig sd21() {
        return new UNetConfig(
                4,
                4,
                List.of(320, 640, 1280, 1280),
                2,
                List.of(true, true, true, false),
                List.of(false, true, true, true),
                List.of(5, 10, 20, 20),
                1280,
                1024,
                NormGroups.fixed(32),
                1e-5);
    }

    /**
     * Reads the {@code config.json} of a diffusers {@code UNet2DConditionModel}. There, {@code attention_head_dim} holds
     * the numbers of heads.
     *
     * @param config the file
     * @return the sizes
     * @throws CheckpointException if it describes a network of another kind
     */
    public static UNetConfig of(Config config) {
        ONLY.require(config);
        config.require(config.has("use_linear_projection"), "use_linear_projection", "true");
        List<Integer> widths =
                config.has("block_out_channels") ? config.numbers("block_out_channels") : List.of(320, 640, 1280, 1280);
        config.require(!widths.isEmpty(), "block_out_channels", "one width for each stage");
        UNetConfig common = sd21();
        return checked(
                config,
                () -> new UNetConfig(
                        config.number("in_channels", 4),
                        config.number("out_channels", 4),
                        widths,
                        config.number("layers_per_block", 2),
                        attention(config, "down_block_types", "DownBlock2D", common.downAttention()),
                        attention(config, "up_block_types", "UpBlock2D", common.upAttention()),
                        heads(config, widths.size()),
                        4 * widths.get(0),
                        config.positive("cross_attention_dim", 1280),
                        NormGroups.fixed(config.number("norm_num_groups", 32)),
                        config.fraction("norm_eps", 1e-5)));
    }

    /** Tells of each block of a list whether it has transformers. */
    public static List<Boolean> attention(Config config, String key, String plain, List<Boolean> otherwise) {
        if (!config.has(key)) {
            return otherwise;
        }
        return config.texts(key).stream()
                .map(type -> {
                    config.require(
                            type.equals(plain) || type.equals("CrossAttn" + plain),
                            key,
                            "a list of " + plain + " and CrossAttn" + plain);
                    return !type.equals(plain);
                })
                .toList();
    }

    private static List<Integer> heads(Config config, int stages) {
        String key = "attention_head_dim";
        return config.has(key) && config.json().get(key).isJsonArray()
                ? config.numbers(key)
                : Collections.nCopies(stages, config.number(key, 8));
    }

    /** A message about sizes that do not fit names the configuration. */
    static <T> T checked(Config config, Supplier<T> sizes) {
        try {
            return sizes.get();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(config.name() + ": " + e.getMessage(), e);
        }
    }
}
