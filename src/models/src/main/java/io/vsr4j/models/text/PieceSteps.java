package io.vsr4j.models.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a SentencePiece tokenizer does to a text before it looks for pieces: an allow-list of the steps that models of
 * the T5 family have, each with its values checked.
 */
final class PieceSteps {
    private static final int MAX_STEPS = 16;

    private static final Map<String, Set<String>> NORMALIZERS = Map.of(
            "Precompiled", Set.of("precompiled_charsmap"),
            "NFC", Set.of(),
            "NFKC", Set.of(),
            "Lowercase", Set.of(),
            "Strip", Set.of("strip_left", "strip_right"),
            "Replace", Set.of("pattern", "content"));

    private static final Map<String, Set<String>> SPLITTERS = Map.of(
            "WhitespaceSplit", Set.of(),
            "Metaspace", Set.of("replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep"));

    /** Another one could take for ever. */
    private static final Set<String> PATTERNS = Set.of(" {2,}", "\\s+");

    private final Object file;
    private final Map<String, Set<String>> known;
    private int steps;

    private PieceSteps(Object file, Map<String, Set<String>> known) {
        this.file = file;
        this.known = known;
    }

    /** Checks how characters are changed. */
    static void checkNormalizer(Object file, JsonElement json) {
        new PieceSteps(file, NORMALIZERS).check(json, "normalizers");
    }

    /** Checks how a text is split. */
    static void checkSplitter(Object file, JsonElement json) {
        new PieceSteps(file, SPLITTERS).check(json, "pretokenizers");
    }

    private void check(JsonElement json, String list) {
        if (json == null || json.isJsonNull()) {
            return;
        }
        require(
                json.isJsonObject() && ++steps <= MAX_STEPS,
                "more than " + MAX_STEPS + " steps, or one that is no object");
        JsonObject step = json.getAsJsonObject();
        String type = text(step.get("type"));
        if (type.equals("Sequence") && step.get(list) != null && step.get(list).isJsonArray()) {
            step.getAsJsonArray(list).forEach(one -> check(one, list));
            return;
        }
        require(known.containsKey(type), "a step '" + ClipVocabulary.brief(type) + "'; known are " + known.keySet());
        for (String key : step.keySet()) {
            require(
                    key.equals("type") || known.get(type).contains(key),
                    "'" + ClipVocabulary.brief(key) + "' in a step " + type);
        }
        switch (type) {
            case "Precompiled" -> CharacterMap.check(file, text(step.get("precompiled_charsmap")));
            case "Replace" -> checkPattern(step.get("pattern"));
            case "Metaspace" ->
                require(
                        text(step.get("replacement")).codePoints().count() == 1,
                        "a Metaspace that is not one character");
            default -> {}
        }
    }

    private void checkPattern(JsonElement pattern) {
        String regex = pattern instanceof JsonObject object && object.has("Regex") ? text(object.get("Regex")) : "\\s+";
        require(
                PATTERNS.contains(regex),
                "the pattern '" + ClipVocabulary.brief(regex) + "'; known are " + List.copyOf(PATTERNS));
    }

    private void require(boolean holds, String otherwise) {
        TokenizerFile.require(holds, file, "prepares text with " + otherwise);
    }

    private static String text(JsonElement json) {
        return json != null && json.isJsonPrimitive() ? json.getAsString() : "";
    }
}
