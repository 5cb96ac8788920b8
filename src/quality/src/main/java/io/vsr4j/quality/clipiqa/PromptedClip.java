package io.vsr4j.quality.clipiqa;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image tower with the prompts that it compares pictures to, which are constants. It computes in single precision. */
final class PromptedClip extends ClipIqa {
    /** Where the features of the prompts may lie, instead of the text tower: {@code text_features [2 P, C]}. */
    static final String TEXT_FILE = "clip-iqa-text.safetensors";

    private static final String FEATURES = "text_features";
    private static final String SCALE = "logit_scale";

    private PromptedClip(OpenAiClip source, long prompts) {
        super(source.imageConfig());
        parameters().exact(FEATURES, prompts, source.shared());
    }

    /**
     * Opens a published file, and the features of the prompts if they lie beside it.
     *
     * @throws CheckpointException if either is not what it should be
     * @throws IOException if one cannot be read
     */
    static PromptedClip open(Path file, Device device) throws IOException {
        Path textFile = file.resolveSibling(TEXT_FILE);
        try (OpenAiClip source = OpenAiClip.open(file)) {
            return Files.exists(textFile) ? given(source, textFile, device) : computed(source, file, device);
        }
    }

    private static PromptedClip computed(OpenAiClip source, Path file, Device device) {
        if (!source.hasText()) {
            throw new CheckpointException(
                    file + " holds no text tower; give the whole CLIP RN50, or put the features of"
                            + " the prompts beside it as " + TEXT_FILE);
        }
        PromptedClip clip = new PromptedClip(source, Prompts.count());
        clip.bind(
                device,
                DType.F32,
                (owner, name, shape, type) -> name.equals(FEATURES)
                        ? TextTower.features(source, owner)
                        : source.tensor(owner, name, shape, type));
        try {
            source.requireAllUsed();
            return clip;
        } catch (CheckpointException e) {
            clip.close();
            throw e;
        }
    }

    private static PromptedClip given(OpenAiClip source, Path textFile, Device device) throws IOException {
        try (Weights text = Weights.open(textFile)) {
            Shape shape = text.shape(FEATURES);
            if (shape.dimension() != 2
                    || shape.get(0) < 2
                    || shape.get(0) % 2 != 0
                    || shape.get(1) != source.shared()) {
                throw new CheckpointException(textFile + ": tensor '" + FEATURES + "' has shape " + shape
                        + ", expected two axes: features of a good and a bad prompt in turn, " + source.shared()
                        + " numbers each, as this CLIP has them");
            }
            PromptedClip clip = new PromptedClip(source, shape.get(0));
            boolean scale = text.names().contains(SCALE);
            clip.bind(
                    device,
                    DType.F32,
                    (owner, name, axes, type) -> name.equals(FEATURES) || scale && name.equals(SCALE)
                            ? text.load(owner, name, axes, type)
                            : source.tensor(owner, name, axes, type));
            return clip;
        }
    }

    /** {@code [N, 3, H, W]}, RGB, 0 to 1, to {@code [N, 1]}, 0 to 1. */
    NDArray score(NDArray frames) {
        // What is computed from the prompts must not stay with them.
        try (NDArray prompts = Scopes.borrow(frames.getManager(), text())) {
            return score(frames, prompts, false);
        }
    }

    /** {@code [2 P, C]}: what the prompts became. */
    NDArray text() {
        return parameters().get(FEATURES);
    }
}
