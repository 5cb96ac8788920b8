package io.vsr4j.models.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** Prompts of Wan. */
final class Umt5PromptEncoder implements PromptEncoder {
    /** The same table; a file may have it under either name, or both. */
    private static final String COPY = "encoder.embed_tokens.weight";

    private final TextEncoderFolder files;
    private final Umt5Tokenizer tokenizer;
    private final Umt5Encoder network;

    private Umt5PromptEncoder(TextEncoderFolder files, Umt5Tokenizer tokenizer) {
        this.files = files;
        this.tokenizer = tokenizer;
        this.network = new Umt5Encoder(files.config());
    }

    static Umt5PromptEncoder open(TextEncoderFolder files, Device device, DType dtype) throws IOException {
        if (dtype == DType.F16) {
            throw new IllegalArgumentException("UMT5 overflows in f16; take f32 or bf16");
        }
        Umt5Tokenizer tokenizer = Umt5Tokenizer.open(files.tokenizer());
        try {
            Umt5PromptEncoder encoder = new Umt5PromptEncoder(files, tokenizer);
            files.load(
                    encoder.network, device, dtype, name -> name.equals("shared.weight") ? COPY : name, Set.of(COPY));
            return encoder;
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public PromptTokens tokens(String prompt) {
        return tokenizer.encode(prompt);
    }

    @Override
    public NDArray encode(NDManager scope, PromptTokens tokens) {
        files.check(tokens);
        // Padding is masked, so leaving it out changes nothing but the time: a prompt seldom fills 512 places.
        long[] real = Arrays.copyOf(tokens.ids(), tokens.count());
        long[] mask = new long[real.length];
        Arrays.fill(mask, 1);
        Shape shape = new Shape(1, real.length);
        try (Autograd off = Autograd.off();
                NDArray ids = scope.create(real, shape);
                NDArray seen = scope.create(mask, shape)) {
            return network.forward(ids, seen);
        }
    }

    @Override
    public int width() {
        return files.config().number("d_model");
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
