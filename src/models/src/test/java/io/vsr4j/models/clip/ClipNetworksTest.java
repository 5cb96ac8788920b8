package io.vsr4j.models.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ClipNetworksTest {
    private static final Config FULL_TOWER =
            config("{'layers': [3, 4, 6, 3], 'width': 64, 'heads': 32, 'output_dim': 1024, 'input_resolution': 224}");
    private static final Config TOWER =
            config("{'layers': [1, 1, 1, 1], 'width': 4, 'heads': 2, 'output_dim': 6, 'input_resolution': 64}");
    private static final Config TEXT = config("{'vocab_size': 11, 'hidden_size': 8, 'num_attention_heads': 2,"
            + " 'num_hidden_layers': 2, 'intermediate_size': 12, 'max_position_embeddings': 5, 'eos_token_id': 10,"
            + " 'hidden_act': 'gelu'}");

    private static Config config(String json) {
        return new Config("test", JsonParser.parseString(json).getAsJsonObject());
    }

    private static Function<NDManager, NDArray> tower(ClipIqa iqa) {
        return scope -> {
            NDArray picture = Torch.to(
                    scope.arange(0f, 3 * 64 * 64, 1f)
                            .reshape(1, 3, 64, 64)
                            .mul(7.3)
                            .mod(1),
                    iqa.dtype());
            return iqa.tower().forward(picture, true);
        };
    }

    private static Function<NDManager, NDArray> text(ClipTextModel model) {
        return scope -> model.forward(scope.create(new long[] {9, 3, 0, 7, 10, 1, 2, 4, 6, 8}, new Shape(2, 5)));
    }

    @Test
    void towerHasThePublishedTensors() throws Exception {
        var parameters = new ClipIqa(FULL_TOWER).parameters();
        var shapes = parameters.shapes();
        assertThat(shapes.remove("logit_scale")).isEqualTo(new Shape());
        assertThat(shapes).isEqualTo(NetworkProbe.published("clip-rn50-visual.tsv"));
        assertThat(parameters.count() - 1).isEqualTo(38_316_896);
    }

    @Test
    void towerUsesEveryTensorAndLeaksNothing() {
        try (ClipIqa iqa = new ClipIqa(TOWER)) {
            NetworkProbe.randomise(iqa, DType.F32);
            NetworkProbe.leaksNothing(iqa, tower(iqa));
            NetworkProbe.everyTensorMatters(
                    // A shift of all keys leaves a softmax as it is.
                    iqa, tower(iqa), "num_batches_tracked", "logit_scale", "k_proj.bias");
            NetworkProbe.fewerBitsAreClose(iqa, tower(iqa), DType.BF16, 0.1);
            NetworkProbe.gradientsFlow(
                    iqa,
                    tower(iqa),
                    "num_batches_tracked",
                    "logit_scale",
                    "running_mean",
                    "running_var",
                    "k_proj.bias");
        }
    }

    @Test
    void textUsesEveryTensorAndLeaksNothing() {
        try (ClipTextModel model = new ClipTextModel(TEXT)) {
            NetworkProbe.randomise(model, DType.F32);
            NetworkProbe.leaksNothing(model, text(model));
            NetworkProbe.everyTensorMatters(model, text(model), "k_proj.bias");
            NetworkProbe.fewerBitsAreClose(model, text(model), DType.BF16, 0.1);
            NetworkProbe.gradientsFlow(model, text(model), "k_proj.bias");
        }
    }

    @Test
    void textRefusesWhatItHasNoPositionsFor() {
        try (ClipTextModel model = new ClipTextModel(TEXT);
                NDManager scope = io.vsr4j.tensor.TorchEngine.newManager(ai.djl.Device.cpu())) {
            NetworkProbe.randomise(model, DType.F32);
            assertThatThrownBy(() -> model.forward(scope.zeros(new Shape(1, 6), DataType.INT64)))
                    .hasMessageContaining("6 tokens")
                    .hasMessageContaining("at most 5");
        }
    }

    @Test
    void configurationsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new ClipIqa(config("{'layers': [1, 2], 'width': 4, 'heads': 2}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("layers");
        assertThatThrownBy(() -> new ClipTextModel(config("{'hidden_size': 8, 'num_attention_heads': 3,"
                        + " 'num_hidden_layers': 1, 'intermediate_size': 4, 'max_position_embeddings': 4,"
                        + " 'vocab_size': 4}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("num_attention_heads");
        assertThatThrownBy(() -> new ClipTextModel(config("{'hidden_act': 'relu'}")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("hidden_act");
    }
}
