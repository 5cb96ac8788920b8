package io.vsr4j.models.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * The pieces of a SentencePiece tokenizer of the unigram kind, in the form of {@code tokenizer.json}, checked.
 *
 * @param file what to call it in messages
 * @param description only what finds the pieces of a text
 * @param ids by piece
 */
record PieceVocabulary(Object file, JsonObject description, Map<String, Integer> ids) {
    private static final int MAX_TOKENS = 1 << 14;

    /** Checks a description and takes what is needed from it. */
    static PieceVocabulary of(Object file, JsonObject given) {
        boolean unigram = given.get("model") instanceof JsonObject model
                && (!model.has("type") || "\"Unigram\"".equals(model.get("type").toString()))
                && model.get("vocab") instanceof JsonArray;
        TokenizerFile.require(unigram, file, "is no unigram tokenizer, which UMT5 needs");
        JsonObject source = given.getAsJsonObject("model");
        Map<String, Integer> ids = ids(file, source.getAsJsonArray("vocab"));
        JsonObject model = new JsonObject();
        model.addProperty("type", "Unigram");
        model.addProperty("unk_id", unknown(file, source.get("unk_id"), ids.size()));
        model.add("vocab", source.get("vocab"));
        model.addProperty("byte_fallback", SpecialToken.flag(file, source, "byte_fallback"));
        PieceSteps.checkNormalizer(file, given.get("normalizer"));
        PieceSteps.checkSplitter(file, given.get("pre_tokenizer"));
        JsonObject all = new JsonObject();
        all.addProperty("version", "1.0");
        all.add("added_tokens", added(file, given.get("added_tokens"), ids));
        all.add("normalizer", given.get("normalizer"));
        all.add("pre_tokenizer", given.get("pre_tokenizer"));
        all.add("model", model);
        return new PieceVocabulary(file, all, ids);
    }

    private static Map<String, Integer> ids(Object file, JsonArray vocab) {
        Map<String, Integer> ids = new HashMap<>();
        for (JsonElement entry : vocab) {
            boolean scored = entry instanceof JsonArray pair
                    && pair.size() == 2
                    && pair.get(0).isJsonPrimitive()
                    && !pair.get(0).getAsString().isEmpty()
                    && pair.get(1).isJsonPrimitive()
                    && pair.get(1).getAsJsonPrimitive().isNumber()
                    && Double.isFinite(pair.get(1).getAsDouble());
            boolean fresh = scored && ids.put(((JsonArray) entry).get(0).getAsString(), ids.size()) == null;
            TokenizerFile.require(
                    fresh,
                    file,
                    "has the entry " + ClipVocabulary.brief(entry.toString())
                            + "; it must be a text that no other has, and a number");
        }
        return ids;
    }

    private static int unknown(Object file, JsonElement id, int pieces) {
        boolean number =
                id != null && id.isJsonPrimitive() && id.getAsJsonPrimitive().isNumber();
        double value = number ? id.getAsDouble() : -1;
        TokenizerFile.require(
                value >= 0 && value < pieces && value == Math.rint(value),
                file,
                "has the unk_id " + id + "; it must be 0 to " + (pieces - 1));
        return (int) value;
    }

    /** Tokens that are no pieces get the numbers after these, in their order, as the native code gives them. */
    private static JsonArray added(Object file, JsonElement given, Map<String, Integer> ids) {
        JsonArray added = new JsonArray();
        if (!(given instanceof JsonArray list)) {
            return added;
        }
        TokenizerFile.require(list.size() <= MAX_TOKENS, file, "adds more than " + MAX_TOKENS + " tokens");
        for (JsonElement one : list) {
            SpecialToken token = SpecialToken.read(file, one);
            int id = ids.computeIfAbsent(token.text(), text -> ids.size());
            boolean special = one.isJsonObject() && SpecialToken.flag(file, one.getAsJsonObject(), "special");
            added.add(token.describe(id, special));
        }
        return added;
    }

    /** {@return the number of a token that must be there} */
    int id(SpecialToken token) {
        TokenizerFile.require(ids.containsKey(token.text()), file, "lacks the token '" + token.text() + "'");
        return ids.get(token.text());
    }
}
