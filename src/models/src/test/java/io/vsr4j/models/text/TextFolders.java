package io.vsr4j.models.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.clip.ClipTextModel;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Weights folders with tiny tokenizers and tiny random text encoders. */
public final class TextFolders {
    static final String CLIP = "{'model_type': 'clip_text_model', 'vocab_size': 539, 'hidden_size': 8,"
            + " 'num_attention_heads': 2, 'num_hidden_layers': 2, 'intermediate_size': 12,"
            + " 'max_position_embeddings': 77, 'hidden_act': 'gelu'}";
    static final String UMT5 = "{'model_type': 'umt5', 'vocab_size': 164, 'd_model': 12, 'd_kv': 4, 'd_ff': 16,"
            + " 'num_layers': 2, 'num_heads': 3, 'feed_forward_proj': 'gated-gelu'}";

    private static final List<String> CLIP_FILES =
            List.of("vocab.json", "merges.txt", "special_tokens_map.json", "tokenizer_config.json");
    private static final List<String> UMT5_FILES = List.of("tokenizer.json", "tokenizer_config.json");

    /** A string and what the transformers library makes of it, without padding. */
    record Case(String text, long[] ids) {}

    private TextFolders() {}

    static List<Case> cases(String resource) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (JsonElement one : JsonParser.parseString(resource(resource)).getAsJsonArray()) {
            JsonArray ids = one.getAsJsonObject().getAsJsonArray("ids");
            cases.add(new Case(
                    one.getAsJsonObject().get("text").getAsString(),
                    ids.asList().stream().mapToLong(JsonElement::getAsLong).toArray()));
        }
        return cases;
    }

    static Path clipTokenizer(Path folder) throws IOException {
        return copy("clip-tokenizer/", CLIP_FILES, folder);
    }

    /** Writes a tokenizer of Wan. */
    public static Path umt5Tokenizer(Path folder) throws IOException {
        return copy("umt5-tokenizer/", UMT5_FILES, folder);
    }

    /** Writes what reads prompts of Stable Diffusion, 8 numbers a row. */
    public static Path stableDiffusion(Path folder) throws IOException {
        clipTokenizer(folder.resolve("tokenizer"));
        return encoder(folder, CLIP);
    }

    /** Writes what reads prompts of Wan, 12 numbers a row. */
    public static Path wan(Path folder) throws IOException {
        umt5Tokenizer(folder.resolve("tokenizer"));
        return encoder(folder, UMT5);
    }

    /** Writes a text encoder of random values, with some more tensors; each of those is a copy of its first one. */
    static Path encoder(Path folder, String json, String... extra) throws IOException {
        Path home = Files.createDirectories(folder.resolve("text_encoder"));
        Files.writeString(home.resolve("config.json"), json.replace('\'', '"'));
        try (Network network = network(json)) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            Random random = new Random(5);
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                float[] values = new float[Math.toIntExact(shape.size())];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() / 2;
                }
                tensors.put(name, owner.create(values, shape));
                return tensors.get(name);
            });
            NDArray first = tensors.values().iterator().next();
            for (String name : extra) {
                tensors.put(name, first);
            }
            SafetensorsWriter.write(home.resolve("model.safetensors"), tensors, Map.of());
        }
        return folder;
    }

    static Network network(String json) {
        Config config = new Config(
                "test", JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject());
        return json.contains("umt5") ? new Umt5Encoder(config) : new ClipTextModel(config);
    }

    static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static Path copy(String from, List<String> names, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            Files.writeString(folder.resolve(name), resource(from + name));
        }
        return folder;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TextFolders.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
