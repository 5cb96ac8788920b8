package io.vsr4j.models.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The pieces of CLIP's byte-pair encoding and the order in which they are put together: a {@code tokenizer.json}, or
 * {@code vocab.json} and {@code merges.txt}.
 *
 * @param source what to call it in messages
 * @param ids by piece
 * @param merges pairs of pieces, the first one first
 */
record ClipVocabulary(Path source, Map<String, Integer> ids, JsonArray merges) {
    private static final int MAX_ID = 1 << 20;

    /**
     * @param folder of the tokenizer
     * @param description its {@code tokenizer.json}; empty if there is none
     */
    static ClipVocabulary read(Path folder, JsonObject description) throws IOException {
        if (description.size() == 0) {
            Path vocab = folder.resolve("vocab.json");
            Path merges = folder.resolve("merges.txt");
            TokenizerFile.require(
                    Files.exists(vocab) && Files.exists(merges),
                    folder,
                    "holds no tokenizer; it must have tokenizer.json, or vocab.json and merges.txt");
            return new ClipVocabulary(vocab, ids(vocab, TokenizerFile.json(vocab)), lines(TokenizerFile.text(merges)))
                    .checked();
        }
        Path file = folder.resolve("tokenizer.json");
        boolean pairs = description.get("model") instanceof JsonObject model
                && model.get("vocab") instanceof JsonObject
                && model.get("merges") instanceof JsonArray;
        TokenizerFile.require(
                pairs, file, "is no byte-pair tokenizer, which CLIP needs; model must have vocab and merges");
        JsonObject model = description.getAsJsonObject("model");
        return new ClipVocabulary(file, ids(file, model.getAsJsonObject("vocab")), model.getAsJsonArray("merges"))
                .checked();
    }

    private static Map<String, Integer> ids(Path file, JsonObject vocab) {
        Map<String, Integer> ids = new HashMap<>();
        Set<Integer> taken = new HashSet<>();
        vocab.asMap().forEach((piece, id) -> {
            boolean number = id.isJsonPrimitive() && id.getAsJsonPrimitive().isNumber();
            double value = number ? id.getAsDouble() : -1;
            TokenizerFile.require(
                    !piece.isEmpty()
                            && value >= 0
                            && value < MAX_ID
                            && value == Math.rint(value)
                            && taken.add((int) value),
                    file,
                    "gives the piece '" + brief(piece) + "' the number " + brief(id.toString()) + "; it must be 0 to "
                            + (MAX_ID - 1) + ", and no other piece's");
            ids.put(piece, (int) value);
        });
        return ids;
    }

    private static JsonArray lines(String text) {
        JsonArray merges = new JsonArray();
        for (String line : text.split("\n")) {
            String merge = line.strip();
            if (!merge.isEmpty() && !merge.startsWith("#version")) {
                merges.add(merge);
            }
        }
        return merges;
    }

    /** A merge is written as one text with a space in it, or as two texts; here all are two. */
    private ClipVocabulary checked() {
        JsonArray pairs = new JsonArray();
        for (JsonElement merge : merges) {
            JsonArray pair = new JsonArray();
            if (merge instanceof JsonArray texts) {
                pair = texts;
            } else if (merge.isJsonPrimitive()) {
                for (String half : merge.getAsString().split(" ", -1)) {
                    pair.add(half);
                }
            }
            TokenizerFile.require(
                    pair.size() == 2 && known(pair.get(0), "") && known(pair.get(1), text(pair.get(0))),
                    source,
                    "does not have both halves, and the whole, of the merge " + brief(merge.toString()));
            pairs.add(pair);
        }
        return new ClipVocabulary(source, ids, pairs);
    }

    private boolean known(JsonElement half, String before) {
        return ids.containsKey(text(half)) && ids.containsKey(before + text(half));
    }

    private static String text(JsonElement half) {
        return half.isJsonPrimitive() ? half.getAsString() : "";
    }

    /** {@return the number of a token that must be there} */
    int id(SpecialToken token) {
        TokenizerFile.require(ids.containsKey(token.text()), source, "lacks the token '" + token.text() + "'");
        return ids.get(token.text());
    }

    static String brief(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}
