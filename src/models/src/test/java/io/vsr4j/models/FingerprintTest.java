package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vsr4j.models.text.TextFolders;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights are told apart by whoever plans as by whoever computes. */
class FingerprintTest {
    @TempDir
    Path folder;

    private static ModelOptions options(Optional<Path> weights, Optional<String> prompt) {
        return new ModelOptions(weights, Device.cpu(), DType.F32, false, prompt);
    }

    private Optional<Path> tiny(ModelCard card, long seed) throws Exception {
        if (ModelRegistry.weightsParts(card.id()).isEmpty()) {
            return Optional.empty();
        }
        Path out = folder.resolve(card.id() + seed);
        ModelRegistry.folders(card.id()).tiny(out, seed);
        return Optional.of(out);
    }

    private static void assertTold(String id, ModelOptions options) throws Exception {
        String told = ModelRegistry.fingerprint(id, options);
        try (VsrModel model = ModelRegistry.open(id, ModelRegistry.card(id).defaultScale(), options)) {
            assertThat(told).as(id).isEqualTo(model.fingerprint());
        }
    }

    @Test
    void isToldOfEveryModelWithoutLoadingIt() throws Exception {
        for (ModelCard card : ModelRegistry.cards()) {
            assertTold(card.id(), options(tiny(card, 1), Optional.empty()));
        }
    }

    @Test
    void followsWeightsAndPrompt() throws Exception {
        ModelCard card = ModelRegistry.card("ultravsr");
        Optional<Path> one = tiny(card, 1);
        TextFolders.stableDiffusion(one.orElseThrow());
        assertTold("ultravsr", options(one, Optional.of("a street at night")));

        assertThat(List.of(
                        ModelRegistry.fingerprint("ultravsr", options(one, Optional.empty())),
                        ModelRegistry.fingerprint("ultravsr", options(one, Optional.of("a street at night"))),
                        ModelRegistry.fingerprint("ultravsr", options(tiny(card, 2), Optional.empty()))))
                .doesNotHaveDuplicates();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> ModelRegistry.fingerprint("litevsr", ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("model 'litevsr' needs a folder of weights");
        Optional<Path> oasis = tiny(ModelRegistry.card("oasis"), 1);
        Files.delete(oasis.orElseThrow().resolve("prompt.safetensors"));
        assertThatThrownBy(() -> ModelRegistry.fingerprint("oasis", options(oasis, Optional.empty())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("lacks the file prompt.safetensors");
        assertThatThrownBy(() -> ModelRegistry.fingerprint("oasis", options(oasis, Optional.of("words"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prompt");
    }
}
