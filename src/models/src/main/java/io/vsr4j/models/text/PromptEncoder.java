package io.vsr4j.models.text;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Turns prompts into what a network's cross-attention takes. The text encoder, which may be larger than the network that
 * it serves (UMT5-XXL: 11 GB), is in memory as long as this is open:
 *
 * <pre>{@code
 * try (PromptEncoder encoder = PromptEncoder.open(folder, Device.cpu(), DType.BF16)) {
 *     PromptFile.write(file, encoder.encode(scope, "a street at night"), "a street at night", encoder.sha256());
 * }
 * }</pre>
 */
public interface PromptEncoder extends AutoCloseable {
    /**
     * Loads the text encoder of a weights folder: CLIP's for Stable Diffusion, UMT5's for Wan.
     *
     * @param folder with {@code tokenizer} and {@code text_encoder}, which has {@code config.json} and weights
     * @param device where it computes
     * @param dtype what it computes in
     * @return the encoder
     * @throws CheckpointException if the files are missing or wrong
     * @throws IOException if they cannot be read
     */
    static PromptEncoder open(Path folder, Device device, DType dtype) throws IOException {
        TextEncoderFolder files = TextEncoderFolder.of(folder);
        return files.isUmt5()
                ? Umt5PromptEncoder.open(files, device, dtype)
                : ClipPromptEncoder.open(files, device, dtype);
    }

    /**
     * Splits a prompt as the text encoder of a weights folder does, without loading it.
     *
     * @param folder as for {@link #open}
     * @param prompt any text
     * @return its tokens
     * @throws CheckpointException if the files are missing or wrong
     * @throws IOException if they cannot be read
     */
    static PromptTokens tokens(Path folder, String prompt) throws IOException {
        return TextEncoderFolder.of(folder).tokens(prompt);
    }

    /**
     * Tells text encoders apart without loading them.
     *
     * @param folder as for {@link #open}
     * @return as {@link #sha256()} of its text encoder
     * @throws CheckpointException if the files are missing or wrong
     * @throws IOException if they cannot be read
     */
    static String sha256(Path folder) throws IOException {
        return TextEncoderFolder.of(folder).sha256();
    }

    /**
     * Loads the text encoder as Wan's authors publish it: {@code models_t5_umt5-xxl-enc-bf16.pth}.
     *
     * @param checkpoint the file, whose tensors tell its sizes
     * @param tokenizer folder with {@code tokenizer.json}, {@code google/umt5-xxl} of the release
     * @param device where it computes
     * @param dtype what it computes in
     * @return the encoder
     * @throws CheckpointException if the files are missing or wrong
     * @throws IOException if they cannot be read
     */
    static PromptEncoder openWan(Path checkpoint, Path tokenizer, Device device, DType dtype) throws IOException {
        Config config = WanTextEncoder.config(checkpoint);
        return Umt5PromptEncoder.open(
                new TextEncoderFolder(tokenizer, checkpoint, Layouts.WAN_TEXT_ENCODER, config), device, dtype);
    }

    /**
     * Splits a prompt, for a look at what was cut off.
     *
     * @param prompt any text
     * @return its tokens
     */
    PromptTokens tokens(String prompt);

    /**
     * Reads a prompt.
     *
     * @param scope owns the result
     * @param tokens of this encoder's {@link #tokens}
     * @return {@code [1, rows, width]}: with CLIP a row for each token, padding included; with UMT5 for those that are
     *     not padding, since Wan puts zeros in place of the others
     */
    NDArray encode(NDManager scope, PromptTokens tokens);

    /**
     * Reads a prompt.
     *
     * @param scope owns the result
     * @param prompt any text; its end is cut off if it is too long
     * @return as {@link #encode(NDManager, PromptTokens)}
     */
    default NDArray encode(NDManager scope, String prompt) {
        return encode(scope, tokens(prompt));
    }

    /** {@return width of a row} */
    int width();

    /**
     * {@return SHA-256 of the text encoder's weights; reads all of them}
     *
     * @throws IOException if they cannot be read
     */
    String sha256() throws IOException;

    /** Frees the text encoder at once. */
    @Override
    void close();
}
