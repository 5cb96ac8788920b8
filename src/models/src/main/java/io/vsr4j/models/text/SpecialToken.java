package io.vsr4j.models.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A token that stands for itself and is found in a text before anything else.
 *
 * @param text of it
 * @param normalized whether it is looked for in the text after it was made lower case and so on
 * @param word whether it counts only as a word of its own
 * @param left whether it takes in the spaces before it
 * @param right whether it takes in the spaces behind it
 */
record SpecialToken(String text, boolean normalized, boolean word, boolean left, boolean right) {
    /** Reads one: a text, or an object with the text as its {@code content}. */
    static SpecialToken read(Object file, JsonElement json) {
        if (json.isJsonObject()) {
            JsonObject token = json.getAsJsonObject();
            return new SpecialToken(
                    text(file, token.get("content")),
                    flag(file, token, "normalized"),
                    flag(file, token, "single_word"),
                    flag(file, token, "lstrip"),
                    flag(file, token, "rstrip"));
        }
        return new SpecialToken(text(file, json), false, false, false, false);
    }

    /** {@return as a {@code tokenizer.json} describes it} */
    JsonObject describe(int id, boolean special) {
        JsonObject token = new JsonObject();
        token.addProperty("id", id);
        token.addProperty("content", text);
        token.addProperty("single_word", word);
        token.addProperty("lstrip", left);
        token.addProperty("rstrip", right);
        token.addProperty("normalized", normalized);
        token.addProperty("special", special);
        return token;
    }

    private static String text(Object file, JsonElement json) {
        boolean text = json != null
                && json.isJsonPrimitive()
                && json.getAsJsonPrimitive().isString();
        TokenizerFile.require(
                text && !json.getAsString().isEmpty() && json.getAsString().length() <= 256,
                file,
                "has a special token that is not a text of 1 to 256 characters");
        return json.getAsString();
    }

    static boolean flag(Object file, JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null) {
            return false;
        }
        TokenizerFile.require(
                value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean(),
                file,
                "has '" + key + "' that is not true or false");
        return value.getAsBoolean();
    }
}
