package io.vsr4j.quality.clipiqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.models.network.Config;
import io.vsr4j.quality.ArrayPair;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.MissingWeightsException;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.trunk.FormulaWeights;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small CLIP under its authors' names, against what PyTorch's own layers give for the same numbers. */
class PromptedClipTest {
    private static final Config TOWER = new Config(
            "tower",
            JsonParser.parseString("{'layers': [1, 1, 1, 1], 'width': 4, 'heads': 2, 'output_dim': 8,"
                            + " 'input_resolution': 64}")
                    .getAsJsonObject());
    private static final int WIDTH = 64;
    private static final int SHARED = 8;

    /** By PyTorch 2.13: its MultiheadAttention with a causal mask, LayerNorm, Linear. */
    private static final double[][] FEATURES = {
        {-0.4062944, -0.2106764, -1.521818, -0.0486673, 0.3807594, -0.7420704, -0.705552, 0.3673616},
        {0.0768749, -0.2234115, -1.690825, 0.3612861, -0.7089784, -0.3905337, -0.6639907, 0.7216524},
        {0.4913844, -0.2297245, -0.8508675, -0.09618747, 0.571432, -0.6474276, -0.6218516, 0.9986796},
        {-0.2380349, -1.045031, -1.301816, 0.6711696, 0.1463372, -0.4672302, -0.73087, 0.4135876},
        {0.3130401, 0.04662177, -0.5455876, -0.8550776, 1.130241, -0.2218128, -0.5920646, 0.9957843},
        {-0.5571601, -1.404119, 0.01754579, 0.2030343, 1.255781, 0.2107461, -0.7192233, -0.0165794},
        {0.2412263, -1.99771, -0.9454862, -0.6405917, 0.7240534, -0.01008406, -0.06293381, 1.278942},
        {0.3089011, -1.929873, -0.5142634, -0.9960812, 1.184005, -0.4017328, 0.1130606, 1.262813},
        {0.5093389, -1.064398, -1.128196, -0.3157888, 0.9742228, -0.216676, -1.342555, -0.2472132},
        {-0.0245558, -0.4093909, -1.545612, 0.1408921, -0.7888572, -0.1206594, -0.6418655, 0.7729442},
    };

    private static final double SCORE = 0.6185046434402466;

    @TempDir
    Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private Path file;
    private NDArray picture;

    @BeforeEach
    void make() {
        file = folder.resolve("RN50.safetensors");
        new ClipIqa(TOWER).parameters().shapes().forEach((name, shape) -> {
            if (!name.endsWith("num_batches_tracked")) {
                put(name, shape.getShape());
            }
        });
        for (int i = 0; i < 2; i++) {
            String block = "transformer.resblocks." + i + '.';
            put(block + "attn.in_proj_weight", 3 * WIDTH, WIDTH);
            put(block + "attn.in_proj_bias", 3 * WIDTH);
            put(block + "attn.out_proj.weight", WIDTH, WIDTH);
            put(block + "attn.out_proj.bias", WIDTH);
            put(block + "mlp.c_fc.weight", 4 * WIDTH, WIDTH);
            put(block + "mlp.c_fc.bias", 4 * WIDTH);
            put(block + "mlp.c_proj.weight", WIDTH, 4 * WIDTH);
            put(block + "mlp.c_proj.bias", WIDTH);
            for (String norm : new String[] {"ln_1", "ln_2"}) {
                put(block + norm + ".weight", WIDTH);
                put(block + norm + ".bias", WIDTH);
            }
        }
        put("token_embedding.weight", 49408, WIDTH);
        put("positional_embedding", 77, WIDTH);
        put("ln_final.weight", WIDTH);
        put("ln_final.bias", WIDTH);
        put("text_projection", WIDTH, SHARED);
        tensors.put("context_length", scope.create(77));
        picture = formula("picture", 0.5, 1, 3, 40, 56).add(0.5);
    }

    @AfterEach
    void free() {
        scope.close();
    }

    /** Half precision, as published. */
    private void put(String name, long... shape) {
        NDArray value = formula(name, 0.25, shape);
        if (shape.length == 1 && name.matches(".*(\\.weight|running_var)")) {
            value = value.add(1);
        }
        tensors.put(name, Torch.to(name.equals("logit_scale") ? value.add(3) : value, DType.F16));
    }

    private NDArray formula(String name, double bound, long... shape) {
        JsonObject entry = new JsonObject();
        entry.add("shape", new Gson().toJsonTree(shape));
        entry.addProperty("bound", bound);
        JsonObject bounds = new JsonObject();
        bounds.add(name, entry);
        return new FormulaWeights(7, new Config("test", bounds)).tensor(scope, name, new Shape(shape), DType.F32);
    }

    private void write() throws Exception {
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    private double score() throws Exception {
        try (PromptedClip clip = PromptedClip.open(file, Device.cpu());
                NDArray score = clip.score(picture)) {
            return score.toFloatArray()[0];
        }
    }

    private MeterSetting setting(int width, int height) {
        return new MeterSetting(width, height, 1, 25, new MetricWeights(Optional.of(folder)), Device.cpu(), 0);
    }

    @Test
    void readsThePromptsAsPyTorchDoes() throws Exception {
        write();
        try (PromptedClip clip = PromptedClip.open(file, Device.cpu())) {
            assertThat(clip.text().getShape()).isEqualTo(new Shape(Prompts.count(), SHARED));
            float[] features = clip.text().toFloatArray();
            for (int i = 0; i < features.length; i++) {
                assertThat((double) features[i]).isCloseTo(FEATURES[i / SHARED][i % SHARED], Offset.offset(2e-5));
            }
        }
        assertThat(score()).isCloseTo(SCORE, Offset.offset(1e-5));
    }

    @Test
    void measuresFrames() throws Exception {
        write();
        try (Meter meter = new ClipIqaMetric().open(setting(56, 40))) {
            int before = Scopes.count(scope);
            meter.accept(new ArrayPair(0, picture, null));
            assertThat(Scopes.count(scope)).isEqualTo(before);
            Score score = meter.finish();
            assertThat(score.value()).isCloseTo(SCORE, Offset.offset(1e-5));
            assertThat(meter.remarks()).singleElement().asString().contains("RN50.safetensors");
        }
    }

    @Test
    void takesFeaturesOfPromptsInPlaceOfTheTextTower() throws Exception {
        write();
        NDArray features;
        try (PromptedClip clip = PromptedClip.open(file, Device.cpu())) {
            features = Torch.copyIn(scope, clip.text());
        }
        NDArray scale = tensors.remove("logit_scale");
        tensors.keySet().removeIf(name -> !name.startsWith("visual."));
        write();
        Path text = folder.resolve(PromptedClip.TEXT_FILE);
        SafetensorsWriter.write(text, Map.of("text_features", features, "logit_scale", scale), Map.of());
        assertThat(score()).isCloseTo(SCORE, Offset.offset(1e-5));

        SafetensorsWriter.write(text, Map.of("text_features", features), Map.of());
        refused("logit_scale");
        SafetensorsWriter.write(text, Map.of("text_features", features.get(":, 1:"), "logit_scale", scale), Map.of());
        refused("text_features", "(10, 7)", "8 numbers");
        SafetensorsWriter.write(text, Map.of("text_features", features.get("1:"), "logit_scale", scale), Map.of());
        refused("text_features", "(9, 8)");
        Files.delete(text);
        refused("no text tower", PromptedClip.TEXT_FILE);
    }

    @Test
    void refusesFilesThatAreNotSuchAClip() throws Exception {
        NDArray right = tensors.put("transformer.resblocks.1.attn.in_proj_bias", scope.zeros(new Shape(WIDTH)));
        write();
        refused("transformer.resblocks.1.attn.in_proj_bias", "(64)", "(192)");
        tensors.put("transformer.resblocks.1.attn.in_proj_bias", right);
        tensors.put("visual.conv4.weight", scope.zeros(new Shape(1)));
        write();
        refused("left over", "visual.conv4.weight");
        tensors.remove("visual.layer1.0.conv1.weight");
        write();
        refused("visual.layer1.0.conv1.weight", "RN50");
    }

    private void refused(String... why) {
        assertThatThrownBy(this::score).isInstanceOf(CheckpointException.class).hasMessageContainingAll(why);
    }

    @Test
    void saysWhatIsMissingOrTooSmall() {
        assertThatThrownBy(() -> new ClipIqaMetric().open(setting(64, 64)))
                .isInstanceOf(MissingWeightsException.class)
                .hasMessageContainingAll("clip-iqa", "'RN50.'", folder.toString(), "https://github.com/openai/CLIP");
        assertThatThrownBy(() -> new ClipIqaMetric().open(setting(64, 31)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("64x31", "32");
    }
}
