package io.vsr4j.models.text;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * UMT5's tokenizer, as Wan's folders hold it ({@code tokenizer}). Prompts are cleaned as Wan does, see
 * {@link PromptText}.
 */
public final class Umt5Tokenizer implements PromptTokenizer {
    /** Wan's length, whatever the tokenizer could do. */
    private static final int LENGTH = 512;

    private final NativeTokenizer pieces;
    private final long end;
    private final long pad;

    private Umt5Tokenizer(NativeTokenizer pieces, long end, long pad) {
        this.pieces = pieces;
        this.end = end;
        this.pad = pad;
    }

    /**
     * Opens a tokenizer.
     *
     * @param folder with {@code tokenizer.json}
     * @return the tokenizer
     * @throws io.vsr4j.tensor.CheckpointException if the file is missing or wrong
     * @throws IOException if it cannot be read
     */
    public static Umt5Tokenizer open(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        TokenizerFile.require(
                Files.exists(file) || !Files.exists(folder.resolve("spiece.model")),
                folder,
                "has spiece.model but no tokenizer.json, which is the form that is read; transformers makes it:"
                        + " AutoTokenizer.from_pretrained(folder).save_pretrained(folder)");
        JsonObject given = TokenizerFile.json(file);
        PieceVocabulary vocabulary = PieceVocabulary.of(file, given);
        SpecialTokens special = SpecialTokens.read(folder, given);
        long end = vocabulary.id(special.get("eos_token", "</s>"));
        long pad = vocabulary.id(special.get("pad_token", "<pad>"));
        return new Umt5Tokenizer(NativeTokenizer.of(file.toString(), vocabulary.description()), end, pad);
    }

    @Override
    public PromptTokens encode(String prompt) {
        return PromptTokens.of(new long[0], pieces.ids(PromptText.clean(prompt)), end, pad, LENGTH);
    }

    @Override
    public void close() {
        pieces.close();
    }
}
