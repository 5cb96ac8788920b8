package io.vsr4j.models.checkpoint;

/** The names in Wan's original files, as a person would write them for those that the networks have here. */
public final class OriginalNames {
    private OriginalNames() {}

    /** {@return a transformer's} */
    public static String wanTransformer(String name) {
        return name.replaceAll("^scale_shift_table$", "head.modulation")
                .replace("scale_shift_table", "modulation")
                .replace("proj_out.", "head.head.")
                .replace("condition_embedder.time_proj.", "time_projection.1.")
                .replace("condition_embedder.time_embedder.linear_1.", "time_embedding.0.")
                .replace("condition_embedder.time_embedder.linear_2.", "time_embedding.2.")
                .replace("condition_embedder.text_embedder.linear_1.", "text_embedding.0.")
                .replace("condition_embedder.text_embedder.linear_2.", "text_embedding.2.")
                .replace("attn1.", "self_attn.")
                .replace("attn2.", "cross_attn.")
                .replace("to_out.0.", "o.")
                .replaceAll("to_([qkv])\\.", "$1.")
                .replace("norm2.", "norm3.")
                .replace("ffn.net.0.proj.", "ffn.0.")
                .replace("ffn.net.2.", "ffn.2.");
    }

    /** {@return those of the VAE of Wan 2.1} */
    public static String wan21Vae(String name) {
        String original = wanVae(name).replace("down_blocks.", "downsamples.");
        for (int block = 0; block < 4; block++) {
            for (int i = 0; i < 3; i++) {
                original = original.replace(
                        "up_blocks." + block + ".resnets." + i + ".", "upsamples." + (4 * block + i) + ".");
            }
            original = original.replace("up_blocks." + block + ".upsamplers.0.", "upsamples." + (4 * block + 3) + ".");
        }
        return original;
    }

    /** {@return those of the VAE of Wan 2.2} */
    public static String wan22Vae(String name) {
        return wanVae(name)
                .replaceAll("down_blocks\\.(\\d)\\.resnets\\.", "downsamples.$1.downsamples.")
                .replaceAll("down_blocks\\.(\\d)\\.downsampler\\.", "downsamples.$1.downsamples.2.")
                .replaceAll("up_blocks\\.(\\d)\\.resnets\\.", "upsamples.$1.upsamples.")
                .replaceAll("up_blocks\\.(\\d)\\.upsampler\\.", "upsamples.$1.upsamples.3.");
    }

    private static String wanVae(String name) {
        return name.replaceAll("^quant_conv\\.", "conv1.")
                .replaceAll("^post_quant_conv\\.", "conv2.")
                .replace(".conv1.", ".residual.2.")
                .replace(".conv2.", ".residual.6.")
                .replace(".norm1.", ".residual.0.")
                .replace(".norm2.", ".residual.3.")
                .replace(".conv_shortcut.", ".shortcut.")
                .replace(".conv_in.", ".conv1.")
                .replace(".norm_out.", ".head.0.")
                .replace(".conv_out.", ".head.2.")
                .replace(".mid_block.resnets.0.", ".middle.0.")
                .replace(".mid_block.attentions.0.", ".middle.1.")
                .replace(".mid_block.resnets.1.", ".middle.2.");
    }

    /** {@return a text encoder's} */
    public static String textEncoder(String name) {
        return name.replace("shared.", "token_embedding.")
                .replace("encoder.final_layer_norm.", "norm.")
                .replace("encoder.block.", "blocks.")
                .replace("layer.0.SelfAttention.relative_attention_bias.", "pos_embedding.embedding.")
                .replace("layer.0.SelfAttention.", "attn.")
                .replace("layer.0.layer_norm.", "norm1.")
                .replace("layer.1.layer_norm.", "norm2.")
                .replace("layer.1.DenseReluDense.wi_0.", "ffn.gate.0.")
                .replace("layer.1.DenseReluDense.wi_1.", "ffn.fc1.")
                .replace("layer.1.DenseReluDense.wo.", "ffn.fc2.");
    }
}
