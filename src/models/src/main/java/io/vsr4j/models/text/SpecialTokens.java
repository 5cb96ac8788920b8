package io.vsr4j.models.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The begin, end, padding and unknown tokens of a tokenizer's folder. Its {@code special_tokens_map.json} comes before
 * its {@code tokenizer_config.json}, unless that one lists all tokens itself, as newer ones do. That is how the
 * transformers library reads them, and it matters: Stable Diffusion 2.1 names another padding in each.
 */
final class SpecialTokens {
    private final Path folder;
    private final JsonObject names;
    private final Map<String, SpecialToken> declared = new HashMap<>();
    private final JsonObject config;

    private SpecialTokens(Path folder, JsonObject config, JsonObject names) {
        this.folder = folder;
        this.config = config;
        this.names = names;
    }

    /**
     * @param folder of the tokenizer
     * @param description its {@code tokenizer.json}; empty if there is none
     */
    static SpecialTokens read(Path folder, JsonObject description) throws IOException {
        JsonObject config = optional(folder.resolve("tokenizer_config.json"));
        JsonObject map = optional(folder.resolve("special_tokens_map.json"));
        JsonElement listed = config.get("added_tokens_decoder");
        JsonElement added = description.get("added_tokens");
        boolean lists = listed != null && listed.isJsonObject();
        SpecialTokens tokens = new SpecialTokens(folder, config, lists ? new JsonObject() : map);
        if (lists) {
            tokens.declare(List.copyOf(listed.getAsJsonObject().asMap().values()));
        } else if (added != null && added.isJsonArray()) {
            tokens.declare(added.getAsJsonArray().asList());
        }
        return tokens;
    }

    private void declare(List<JsonElement> all) {
        for (JsonElement one : all) {
            SpecialToken token = SpecialToken.read(folder, one);
            declared.put(token.text(), token);
        }
    }

    /** {@return the token of a role, such as {@code pad_token}} */
    SpecialToken get(String role, String otherwise) {
        SpecialToken token = new SpecialToken(otherwise, false, false, false, false);
        for (JsonObject file : List.of(names, config)) {
            if (file.has(role) && !file.get(role).isJsonNull()) {
                token = SpecialToken.read(folder + " (" + role + ")", file.get(role));
                break;
            }
        }
        return declared.getOrDefault(token.text(), token);
    }

    /** {@return how many tokens a prompt has at most} */
    int length(int otherwise) {
        JsonElement most = config.get("model_max_length");
        if (most == null || most.isJsonNull()) {
            return otherwise;
        }
        boolean number = most.isJsonPrimitive() && most.getAsJsonPrimitive().isNumber();
        double value = number ? most.getAsDouble() : 0;
        TokenizerFile.require(
                value >= 3 && value <= 4096 && value == Math.rint(value),
                folder.resolve("tokenizer_config.json"),
                "has a model_max_length of " + most + "; it must be 3 to 4096");
        return (int) value;
    }

    private static JsonObject optional(Path file) throws IOException {
        return Files.exists(file) ? TokenizerFile.json(file) : new JsonObject();
    }
}
