package io.vsr4j.models.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.TensorInfo;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A prompt that has been read once and kept, so that the text encoder is not needed again: a safetensors file with the
 * one tensor {@value #KEY}, {@code [rows, width]}.
 *
 * @param prompt its text; empty if the file does not tell
 * @param encoder SHA-256 of the text encoder that read it; empty if the file does not tell
 * @param embedding {@code [1, rows, width]}
 */
public record PromptFile(String prompt, String encoder, NDArray embedding) {
    /** Name of the tensor. */
    public static final String KEY = "prompt_embedding";

    private static final String PROMPT = "prompt";
    private static final String ENCODER = "text_encoder_sha256";
    private static final Set<DType> TYPES = Set.of(DType.F32, DType.F16, DType.BF16);

    /**
     * Writes a file, which appears under its name only when it is complete.
     *
     * @param file replaced if it exists
     * @param embedding {@code [1, rows, width]}, from {@link PromptEncoder#encode(NDManager, String)}
     * @param prompt its text
     * @param encoder SHA-256 of the text encoder
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, NDArray embedding, String prompt, String encoder) throws IOException {
        Shape shape = embedding.getShape();
        if (shape.dimension() != 3
                || shape.get(0) != 1
                || shape.size() == 0
                || !TYPES.contains(Torch.type(embedding))) {
            throw new IllegalArgumentException("a prompt's embedding is [1, rows, width] of floating point, got "
                    + shape + " of " + Torch.type(embedding));
        }
        if (!finite(embedding)) {
            throw new IllegalArgumentException("the embedding of the prompt is not finite; was it made in f16?");
        }
        try (NDArray rows = embedding.reshape(shape.get(1), shape.get(2))) {
            SafetensorsWriter.write(file, Map.of(KEY, rows), Map.of(PROMPT, prompt, ENCODER, encoder));
        }
    }

    /**
     * Reads a file.
     *
     * @param scope owns the embedding
     * @param file as written, or of another program with a tensor of the same name
     * @param rows how many the network takes at most: 77 for Stable Diffusion, 512 for Wan
     * @param width of a row, which the network was made for
     * @return the prompt
     * @throws CheckpointException if it is no such file, or of another network
     * @throws IOException if it cannot be read
     */
    public static PromptFile read(NDManager scope, Path file, int rows, int width) throws IOException {
        try (Safetensors tensors = Safetensors.open(file)) {
            return read(scope, tensors, rows, width);
        }
    }

    /**
     * Reads a file that is open, such as a resource.
     *
     * @param scope owns the embedding
     * @param file stays open
     * @param rows how many the network takes at most
     * @param width of a row, which the network was made for
     * @return the prompt
     * @throws CheckpointException if it is no such file, or of another network
     */
    public static PromptFile read(NDManager scope, Safetensors file, int rows, int width) {
        TensorInfo info = file.tensors().get(KEY);
        if (info == null || file.tensors().size() != 1) {
            throw new CheckpointException(file.name() + " is no kept prompt: it must have one tensor, '" + KEY + "'");
        }
        long[] shape = info.shape().getShape();
        int at = shape.length == 3 && shape[0] == 1 ? 1 : 0;
        boolean fits = shape.length == at + 2 && shape[at] >= 1 && shape[at] <= rows && shape[at + 1] == width;
        if (!fits || !TYPES.contains(info.type())) {
            throw new CheckpointException(file.name() + ": '" + KEY + "' is " + info.type() + " " + info.shape()
                    + "; it must be F32, F16 or BF16 of 1 to " + rows + " rows of " + width
                    + "; was it made by the text encoder of another network?");
        }
        // A copy: the file may be replaced while the prompt is in use.
        try (NDArray stored = file.read(scope, KEY);
                NDArray batch = stored.reshape(1, shape[at], width)) {
            if (!finite(batch)) {
                throw new CheckpointException(file.name() + ": '" + KEY + "' holds values that are not finite");
            }
            return new PromptFile(
                    file.metadata().getOrDefault(PROMPT, ""),
                    file.metadata().getOrDefault(ENCODER, ""),
                    batch.duplicate());
        }
    }

    private static boolean finite(NDArray embedding) {
        try (NDArray exact = Torch.to(embedding, DType.F32)) {
            for (float value : exact.toFloatArray()) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }
    }
}
