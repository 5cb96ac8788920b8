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
        checkAll("wan21-1_3b-transformer", 825, Layouts.WAN_TRANSFORMER, OriginalNames::wanTransformer);
        checkAll("wan22-5b-transformer", 825, Layouts.WAN_TRANSFORMER, OriginalNames::wanTransformer);
    }

    @Test
    void wan21Vae() throws IOException {
        checkAll("wan21-vae", 194, Layouts.WAN21_VAE, OriginalNames::wan21Vae);
    }

    @Test
    void wan22Vae() throws IOException {
        checkAll("wan22-vae", 196, Layouts.WAN22_VAE, OriginalNames::wan22Vae);
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
