package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.clip.ClipTextModel;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptEncoderTest {
    private static final String PROMPT = "the cat's city, 4k!";

    @TempDir
    Path folder;

    private static PromptEncoder open(Path folder) throws IOException {
        return PromptEncoder.open(folder, Device.cpu(), DType.F32);
    }

    @Test
    void stableDiffusionGetsARowForEachTokenAndForPadding() throws IOException {
        TextFolders.stableDiffusion(folder);
        try (PromptEncoder encoder = open(folder);
                ClipTextModel network = (ClipTextModel) loaded(TextFolders.CLIP);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray embedding = encoder.encode(scope, PROMPT);
            assertThat(embedding.getShape()).isEqualTo(new Shape(1, 77, encoder.width()));
            NDArray ids = scope.create(encoder.tokens(PROMPT).ids(), new Shape(1, 77));
            assertThat(apart(embedding, network.forward(ids))).isZero();
        }
    }

    @Test
    void wanGetsTheRowsThatAreNotPadding() throws IOException {
        TextFolders.wan(folder);
        try (PromptEncoder encoder = open(folder);
                Umt5Encoder network = (Umt5Encoder) loaded(TextFolders.UMT5);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            PromptTokens tokens = encoder.tokens(PROMPT);
            NDArray embedding = encoder.encode(scope, tokens);
            assertThat(embedding.getShape()).isEqualTo(new Shape(1, tokens.count(), encoder.width()));
            // As Wan does it: all 512, padding masked, then cut.
            long[] mask = Arrays.stream(tokens.ids()).map(id -> id == 0 ? 0 : 1).toArray();
            NDArray whole = network.forward(
                    scope.create(tokens.ids(), new Shape(1, 512)), scope.create(mask, new Shape(1, 512)));
            assertThat(apart(embedding, whole.get(":, :" + tokens.count()))).isLessThan(1e-5);
            assertThat(encoder.encode(scope, "").getShape()).isEqualTo(new Shape(1, 1, encoder.width()));
        }
    }

    @Test
    void leavesNothingBehindButTheResult() throws IOException {
        TextFolders.stableDiffusion(folder.resolve("sd"));
        TextFolders.wan(folder.resolve("wan"));
        for (String name : new String[] {"sd", "wan"}) {
            try (PromptEncoder encoder = open(folder.resolve(name));
                    NDManager scope = TorchEngine.newManager(Device.cpu())) {
                for (int i = 1; i <= 5; i++) {
                    encoder.encode(scope, PROMPT);
                    assertThat(Scopes.count(scope)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void aClosedEncoderHasNoWeights() throws IOException {
        PromptEncoder encoder = open(TextFolders.wan(folder));
        encoder.close();
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            PromptTokens tokens = new PromptTokens(new long[] {1}, 1, 0);
            assertThatThrownBy(() -> encoder.encode(scope, tokens)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(encoder.sha256()).isEqualTo(Sha256.of(weightsFile()));
    }

    @Test
    void takesUmt5sTableUnderEitherNameOrBoth() throws IOException {
        TextFolders.wan(folder);
        float[] once = encoded();
        TextFolders.encoder(folder, TextFolders.UMT5, "encoder.embed_tokens.weight");
        assertThat(encoded()).isEqualTo(once);
        rename("shared.weight", "encoder.embed_tokens.weight");
        assertThat(encoded()).isEqualTo(once);
    }

    @Test
    void takesOlderClipFilesButNothingElseThatIsLeftOver() throws IOException {
        TextFolders.stableDiffusion(folder);
        TextFolders.encoder(folder, TextFolders.CLIP, "text_model.embeddings.position_ids");
        open(folder).close();
        TextFolders.encoder(folder, TextFolders.CLIP, "text_model.embeddings.position_ids", "other");
        refuses("left over");
        rename("text_model.final_layer_norm.bias", "other");
        refuses("has no tensor 'text_model.final_layer_norm.bias'");
    }

    @Test
    void takesClipFilesWithoutThePrefix() throws IOException {
        TextFolders.stableDiffusion(folder);
        float[] prefixed = encoded();
        rename(name -> name.replaceFirst("text_model[.]", ""));
        assertThat(encoded()).isEqualTo(prefixed);
    }

    @Test
    void refusesFoldersThatDoNotFitTogether() throws IOException {
        TextFolders.stableDiffusion(folder);
        TextFolders.encoder(
                folder, TextFolders.CLIP.replace("'max_position_embeddings': 77", "'max_position_embeddings': 76"));
        refuses("gives 77 tokens, but the text encoder has 76 places");
        TextFolders.encoder(folder, TextFolders.CLIP.replace("clip_text_model", "bert"));
        refuses("clip_text_model or umt5");
        TextFolders.encoder(folder, TextFolders.UMT5);
        refuses("tokenizer.json");
        TextFolders.encoder(folder, TextFolders.CLIP.replace("'vocab_size': 539", "'vocab_size': 538"));
        try (PromptEncoder encoder = open(folder);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            assertThatThrownBy(() -> encoder.encode(scope, PROMPT))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("gives the token 538, but the text encoder knows 538");
        }
        Files.delete(weightsFile());
        refuses("holds no weights");
        Files.delete(folder.resolve("text_encoder/config.json"));
        refuses("config.json is missing");
    }

    @Test
    void refusesHalfPrecisionOfUmt5() throws IOException {
        TextFolders.wan(folder);
        assertThatThrownBy(() -> PromptEncoder.open(folder, Device.cpu(), DType.F16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bf16");
    }

    private Network loaded(String json) throws IOException {
        Network network = TextFolders.network(json);
        try (Weights weights = Weights.open(weightsFile())) {
            network.load(weights, Device.cpu(), DType.F32);
        }
        return network;
    }

    private float[] encoded() throws IOException {
        try (PromptEncoder encoder = open(folder);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            return encoder.encode(scope, PROMPT).toFloatArray();
        }
    }

    private void rename(String from, String to) throws IOException {
        rename(name -> name.equals(from) ? to : name);
    }

    private void rename(UnaryOperator<String> names) throws IOException {
        Map<String, NDArray> tensors = new HashMap<>();
        try (Safetensors file = Safetensors.open(weightsFile());
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            file.tensors().keySet().forEach(name -> tensors.put(names.apply(name), file.read(scope, name)));
            SafetensorsWriter.write(weightsFile(), tensors, Map.of());
        }
    }

    private Path weightsFile() {
        return folder.resolve("text_encoder/model.safetensors");
    }

    private void refuses(String says) {
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(says);
    }

    private static double apart(NDArray one, NDArray other) {
        return one.sub(other).abs().max().getFloat();
    }
}
