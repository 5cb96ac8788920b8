package io.vsr4j.models.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.clip.ClipTextModel;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.util.Set;

/** Prompts of Stable Diffusion: the hidden states of all tokens, padding included, since nothing masks it. */
final class ClipPromptEncoder implements PromptEncoder {
    /** Older files keep the numbers 0, 1, 2, ... */
    private static final Set<String> POSITIONS =
            Set.of("text_model.embeddings.position_ids", "embeddings.position_ids");

    private final TextEncoderFolder files;
    private final ClipTokenizer tokenizer;
    private final ClipTextModel network;
    private final int length;

    private ClipPromptEncoder(TextEncoderFolder files, ClipTokenizer tokenizer) {
        this.files = files;
        this.tokenizer = tokenizer;
        this.network = new ClipTextModel(files.config());
        this.length = files.config().number("max_position_embeddings");
    }

    static ClipPromptEncoder open(TextEncoderFolder files, Device device, DType dtype) throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.open(files.tokenizer());
        try {
            ClipPromptEncoder encoder = new ClipPromptEncoder(files, tokenizer);
            TokenizerFile.require(
                    tokenizer.length() <= encoder.length,
                    files.tokenizer(),
                    "gives " + tokenizer.length() + " tokens, but the text encoder has " + encoder.length + " places");
            files.load(encoder.network, device, dtype, ClipPromptEncoder::plain, POSITIONS);
            return encoder;
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Published files have the prefix; what version 5 of the transformers library writes has not. */
    private static String plain(String name) {
        return name.startsWith("text_model.") ? name.substring("text_model.".length()) : name;
    }

    @Override
    public PromptTokens tokens(String prompt) {
        return tokenizer.encode(prompt);
    }

    @Override
    public NDArray encode(NDManager scope, PromptTokens tokens) {
        files.check(tokens);
        try (Autograd off = Autograd.off();
                NDArray ids = scope.create(tokens.ids(), new Shape(1, tokens.ids().length))) {
            return network.forward(ids);
        }
    }

    @Override
    public int width() {
        return files.config().number("hidden_size");
    }

    @Override
    public String sha256() throws IOException {
        return files.sha256();
    }

    @Override
    public void close() {
        network.close();
        tokenizer.close();
    }
}
