package io.vsr4j.models.checkpoint;

import io.vsr4j.tensor.RenameTable;

/**
 * Tables from the layouts in which models were published to diffusers' names, which the networks here use:
 *
 * <pre>{@code
 * Weights weights = Weights.open(Path.of("Wan2.1_VAE.pth")).renamed(Layouts.WAN21_VAE);
 * }</pre>
 */
public final class Layouts {
    /** The transformers of Wan 2.1 and 2.2 as their authors publish them. */
    public static final RenameTable WAN_TRANSFORMER = RenameTable.EMPTY
            .replace("time_embedding.0.", "condition_embedder.time_embedder.linear_1.")
            .replace("time_embedding.2.", "condition_embedder.time_embedder.linear_2.")
            .replace("text_embedding.0.", "condition_embedder.text_embedder.linear_1.")
            .replace("text_embedding.2.", "condition_embedder.text_embedder.linear_2.")
            .replace("time_projection.1.", "condition_embedder.time_proj.")
            .replace("head.modulation", "scale_shift_table")
            .replace("head.head.", "proj_out.")
            .replace("modulation", "scale_shift_table")
            .replace("ffn.0.", "ffn.net.0.proj.")
            .replace("ffn.2.", "ffn.net.2.")
            .replace("norm3.", "norm2.") // the original's norm2 has no weights
            .replace("self_attn.", "attn1.")
            .replace("cross_attn.", "attn2.")
            .replaceMatches("(attn[12])\\.([qkv])\\.", "$1.to_$2.")
            .replaceMatches("(attn[12])\\.o\\.", "$1.to_out.0.");

    /** What both VAEs of Wan have in common. */
    private static final RenameTable WAN_VAE = RenameTable.EMPTY
            .replaceMatches("^conv1\\.", "quant_conv.")
            .replaceMatches("^conv2\\.", "post_quant_conv.")
            .replaceMatches("^(encoder|decoder)\\.conv1\\.", "$1.conv_in.")
            .replace(".head.0.gamma", ".norm_out.gamma")
            .replace(".head.2.", ".conv_out.")
            .replace(".middle.0.", ".mid_block.resnets.0.")
            .replace(".middle.1.", ".mid_block.attentions.0.")
            .replace(".middle.2.", ".mid_block.resnets.1.")
            .replace(".residual.0.", ".norm1.")
            .replace(".residual.2.", ".conv1.")
            .replace(".residual.3.", ".norm2.")
            .replace(".residual.6.", ".conv2.")
            .replace(".shortcut.", ".conv_shortcut.");

    /** The VAE of Wan 2.1 as its authors publish it. */
    public static final RenameTable WAN21_VAE =
            wan21UpBlocks(WAN_VAE).replaceMatches("^encoder\\.downsamples\\.(\\d+)\\.", "encoder.down_blocks.$1.");

    /** The VAE of Wan 2.2 as its authors publish it. */
    public static final RenameTable WAN22_VAE = WAN_VAE.replaceMatches(
                    "^encoder\\.downsamples\\.(\\d+)\\.downsamples\\.\\d+\\.(resample|time_conv)\\.",
                    "encoder.down_blocks.$1.downsampler.$2.")
            .replaceMatches(
                    "^encoder\\.downsamples\\.(\\d+)\\.downsamples\\.(\\d+)\\.", "encoder.down_blocks.$1.resnets.$2.")
            .replaceMatches(
                    "^decoder\\.upsamples\\.(\\d+)\\.upsamples\\.\\d+\\.(resample|time_conv)\\.",
                    "decoder.up_blocks.$1.upsampler.$2.")
            .replaceMatches(
                    "^decoder\\.upsamples\\.(\\d+)\\.upsamples\\.(\\d+)\\.", "decoder.up_blocks.$1.resnets.$2.");

    /** The encoder of UMT5 as Wan's authors publish it, under the names of the transformers library. */
    public static final RenameTable WAN_TEXT_ENCODER = RenameTable.EMPTY
            .replaceMatches("^token_embedding\\.", "shared.")
            .replaceMatches("^norm\\.", "encoder.final_layer_norm.")
            .replaceMatches("^blocks\\.(\\d+)\\.attn\\.([qkvo])\\.", "encoder.block.$1.layer.0.SelfAttention.$2.")
            .replaceMatches(
                    "^blocks\\.(\\d+)\\.pos_embedding\\.embedding\\.",
                    "encoder.block.$1.layer.0.SelfAttention.relative_attention_bias.")
            .replaceMatches("^blocks\\.(\\d+)\\.norm1\\.", "encoder.block.$1.layer.0.layer_norm.")
            .replaceMatches("^blocks\\.(\\d+)\\.norm2\\.", "encoder.block.$1.layer.1.layer_norm.")
            .replaceMatches("^blocks\\.(\\d+)\\.ffn\\.gate\\.0\\.", "encoder.block.$1.layer.1.DenseReluDense.wi_0.")
            .replaceMatches("^blocks\\.(\\d+)\\.ffn\\.fc1\\.", "encoder.block.$1.layer.1.DenseReluDense.wi_1.")
            .replaceMatches("^blocks\\.(\\d+)\\.ffn\\.fc2\\.", "encoder.block.$1.layer.1.DenseReluDense.wo.");

    /** Stable Diffusion's VAE with the attention of older files, whose matrices may be convolutions of one pixel. */
    public static final RenameTable SD_VAE = RenameTable.EMPTY
            .replace("mid_block.attentions.0.query.", "mid_block.attentions.0.to_q.")
            .replace("mid_block.attentions.0.key.", "mid_block.attentions.0.to_k.")
            .replace("mid_block.attentions.0.value.", "mid_block.attentions.0.to_v.")
            .replace("mid_block.attentions.0.proj_attn.", "mid_block.attentions.0.to_out.0.")
            .asMatrix("mid_block\\.attentions\\.0\\.to_(q|k|v|out\\.0)\\.weight$");

    /**
     * AdcSR's {@code net_params}: {@code body.1.X} is the pruned UNet and {@code body.2.X} the decoder's mid block. The
     * UNet registers its blocks a second time below {@code body.1.body}.
     */
    public static final RenameTable ADCSR_NET =
            RenameTable.EMPTY.replaceMatches("^module\\.", "").drop("^body\\.1\\.body\\.");

    /** AdcSR's {@code halfDecoder}: {@code decoder.X} out of a training checkpoint. */
    public static final RenameTable ADCSR_DECODER = RenameTable.EMPTY
            .keep("^state_dict\\.(.*\\.)?decoder\\.")
            .replaceMatches("^state_dict\\.(.*?\\.)??decoder\\.", "decoder.");

    /** The low-rank changes of the UNet in the files of OSEDiff and PiSA-SR, beside which lists and ranks are kept. */
    public static final RenameTable SD_UNET_LORA =
            RenameTable.EMPTY.keep("^state_dict_unet\\..*\\.lora_[AB]\\.").replaceMatches("^state_dict_unet\\.", "");

    /** The low-rank changes of the VAE's encoder in the file of OSEDiff. */
    public static final RenameTable SD_VAE_LORA =
            RenameTable.EMPTY.keep("^state_dict_vae\\..*\\.lora_[AB]\\.").replaceMatches("^state_dict_vae\\.", "");

    /** What else the UNet has learned there: its first convolution, which peft moves below {@code base_layer}. */
    public static final RenameTable SD_UNET_INPUT = RenameTable.EMPTY
            .keep("^state_dict_unet\\.conv_in\\.(base_layer\\.)?(weight|bias)$")
            .replaceMatches("^state_dict_unet\\.conv_in\\.(base_layer\\.)?", "conv_in.");

    private Layouts() {}

    /** The original counts three resnets and what enlarges after them through all four blocks. */
    private static RenameTable wan21UpBlocks(RenameTable table) {
        for (int k = 0; k < 15; k++) {
            String part = k % 4 < 3 ? "resnets." + k % 4 : "upsamplers.0";
            table = table.replace("decoder.upsamples." + k + ".", "decoder.up_blocks." + k / 4 + "." + part + ".");
        }
        return table;
    }
}
