package io.vsr4j.models.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * CLIP's tokenizer, as Stable Diffusion's folders hold it ({@code tokenizer}). Whatever form the folder has, the same
 * steps are run, those of the transformers library's {@code CLIPTokenizer}: compose accents, make each run of space one
 * space, make lower case, split into words, digits and signs, and put bytes together to pieces.
 *
 * <p>Note that the padding of Stable Diffusion 2.1 is the token {@code !}, so an exclamation mark in a prompt is read
 * as padding. That is how the model was made.
 */
public final class ClipTokenizer implements PromptTokenizer {
    private static final String WORDS =
            "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    private final NativeTokenizer pieces;
    private final long begin;
    private final long end;
    private final long pad;
    private final int length;

    private ClipTokenizer(NativeTokenizer pieces, long begin, long end, long pad, int length) {
        this.pieces = pieces;
        this.begin = begin;
        this.end = end;
        this.pad = pad;
        this.length = length;
    }

    /**
     * Opens a tokenizer.
     *
     * @param folder with {@code tokenizer.json}, or {@code vocab.json} and {@code merges.txt}; and, where its special
     *     tokens are not CLIP's own, {@code special_tokens_map.json} or {@code tokenizer_config.json}
     * @return the tokenizer
     * @throws io.vsr4j.tensor.CheckpointException if the files are missing or wrong
     * @throws IOException if they cannot be read
     */
    public static ClipTokenizer open(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        JsonObject given = Files.exists(file) ? TokenizerFile.json(file) : new JsonObject();
        ClipVocabulary vocabulary = ClipVocabulary.read(folder, given);
        SpecialTokens special = SpecialTokens.read(folder, given);
        SpecialToken begin = special.get("bos_token", "<|startoftext|>");
        SpecialToken end = special.get("eos_token", "<|endoftext|>");
        SpecialToken unknown = special.get("unk_token", "<|endoftext|>");
        SpecialToken pad = special.get("pad_token", "<|endoftext|>");
        JsonObject description = description(vocabulary, List.of(begin, end, unknown, pad), unknown);
        return new ClipTokenizer(
                NativeTokenizer.of(folder.toString(), description),
                vocabulary.id(begin),
                vocabulary.id(end),
                vocabulary.id(pad),
                special.length(77));
    }

    /** {@return how many tokens a prompt has, padding included} */
    public int length() {
        return length;
    }

    @Override
    public PromptTokens encode(String prompt) {
        return PromptTokens.of(new long[] {begin}, pieces.ids(prompt), end, pad, length);
    }

    @Override
    public void close() {
        pieces.close();
    }

    private static JsonObject description(ClipVocabulary vocabulary, List<SpecialToken> special, SpecialToken unknown) {
        JsonObject all = new JsonObject();
        all.addProperty("version", "1.0");
        all.add("added_tokens", tokens(vocabulary, new LinkedHashSet<>(special)));
        all.add(
                "normalizer",
                json(
                        "{'type': 'Sequence', 'normalizers': [{'type': 'NFC'},"
                                + " {'type': 'Replace', 'pattern': {'Regex': '\\\\s+'}, 'content': ' '}, {'type': 'Lowercase'}]}"));
        JsonObject words = json("{'type': 'Split', 'behavior': 'Removed', 'invert': true, 'pattern': {}}");
        words.getAsJsonObject("pattern").addProperty("Regex", WORDS);
        JsonObject steps = json("{'type': 'Sequence', 'pretokenizers': []}");
        steps.getAsJsonArray("pretokenizers").add(words);
        steps.getAsJsonArray("pretokenizers")
                .add(json("{'type': 'ByteLevel', 'add_prefix_space': false, 'trim_offsets': true, 'use_regex': true}"));
        all.add("pre_tokenizer", steps);
        JsonObject model = json("{'type': 'BPE', 'continuing_subword_prefix': '', 'end_of_word_suffix': '</w>',"
                + " 'fuse_unk': false, 'byte_fallback': false, 'ignore_merges': false}");
        model.addProperty("unk_token", unknown.text());
        JsonObject ids = new JsonObject();
        vocabulary.ids().forEach(ids::addProperty);
        model.add("vocab", ids);
        model.add("merges", vocabulary.merges());
        all.add("model", model);
        return all;
    }

    private static JsonArray tokens(ClipVocabulary vocabulary, Set<SpecialToken> special) {
        JsonArray tokens = new JsonArray();
        special.forEach(token -> tokens.add(token.describe(vocabulary.id(token), true)));
        return tokens;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
