package io.vsr4j.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutsTest {
    @TempDir
    Path folder;

    private static List<String> names(String list) throws IOException {
        return List.copyOf(NetworkProbe.published(list + ".tsv").keySet());
    }

    /** Every name of the list comes back from the original name that a person would write for it. */
    private static void checkAll(String list, int count, RenameTable table, UnaryOperator<String> original)
            throws IOException {
        List<String> names = names(list);
        Set<String> originals = new HashSet<>();
        for (String name : names) {
            String before = original.apply(name);
            originals.add(before);
            assertThat(table.rename(before)).as(before).hasValue(name);
        }
        assertThat(names).hasSize(count);
        assertThat(originals).hasSize(count);
    }

    @Test
    void wanTransformer() throws IOException {
        checkAll("wan21-1_3b-transformer", 825, Layouts.WAN_TRANSFORMER, name -> name.replaceAll(
                        "^scale_shift_table$", "head.modulation")
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
                .replace("ffn.net.2.", "ffn.2."));
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

    @Test
    void wan21Vae() throws IOException {
        checkAll("wan21-vae", 194, Layouts.WAN21_VAE, name -> {
            String original = wanVae(name).replace("down_blocks.", "downsamples.");
            for (int block = 0; block < 4; block++) {
                for (int i = 0; i < 3; i++) {
                    original = original.replace(
                            "up_blocks." + block + ".resnets." + i + ".", "upsamples." + (4 * block + i) + ".");
                }
                original =
                        original.replace("up_blocks." + block + ".upsamplers.0.", "upsamples." + (4 * block + 3) + ".");
            }
            return original;
        });
    }

    @Test
    void wan22Vae() throws IOException {
        checkAll("wan22-vae", 196, Layouts.WAN22_VAE, name -> wanVae(name)
                .replaceAll("down_blocks\\.(\\d)\\.resnets\\.", "downsamples.$1.downsamples.")
                .replaceAll("down_blocks\\.(\\d)\\.downsampler\\.", "downsamples.$1.downsamples.2.")
                .replaceAll("up_blocks\\.(\\d)\\.resnets\\.", "upsamples.$1.upsamples.")
                .replaceAll("up_blocks\\.(\\d)\\.upsampler\\.", "upsamples.$1.upsamples.3."));
    }

    @Test
    void oldAndNewSdVae() throws IOException {
        checkAll("sd21-vae", 248, Layouts.SD_VAE, UnaryOperator.identity());
        checkAll("sd21-vae", 248, Layouts.SD_VAE, name -> name.replace(".to_q.", ".query.")
                .replace(".to_k.", ".key.")
                .replace(".to_v.", ".value.")
                .replace(".to_out.0.", ".proj_attn."));
        Path path = folder.resolve("vae.safetensors");
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            NDArray weight = manager.arange(9f);
            String attention = "encoder.mid_block.attentions.0.";
            SafetensorsWriter.write(
                    path,
                    Map.of(
                            attention + "query.weight", weight.reshape(3, 3, 1, 1),
                            attention + "key.weight", weight.reshape(3, 3)),
                    Map.of());
            try (Weights weights = Weights.open(path).renamed(Layouts.SD_VAE)) {
                for (String name : new String[] {"to_q.weight", "to_k.weight"}) {
                    assertThat(weights.load(manager, attention + name, new Shape(3, 3))
                                    .toFloatArray())
                            .isEqualTo(weight.toFloatArray());
                }
            }
        }
    }
}
