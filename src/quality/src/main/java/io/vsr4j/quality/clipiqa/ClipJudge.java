package io.vsr4j.quality.clipiqa;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image tower with what it compares pictures to. */
final class ClipJudge implements AutoCloseable {
    /** Where the features of the prompts may lie, instead of the text tower: {@code text_features [2 P, C]}. */
    static final String TEXT_FILE = "clip-iqa-text.safetensors";

    private static final String FEATURES = "text_features";
    private static final String SCALE = "logit_scale";

    private final NDManager manager;
    private ClipIqa clip;
    private NDArray text;

    private ClipJudge(Device device) {
        manager = TorchEngine.newManager(device);
    }

    /**
     * Opens a published file, and the features of the prompts if they lie beside it.
     *
     * @throws CheckpointException if either is not what it should be
     * @throws IOException if one cannot be read
     */
    static ClipJudge open(Path file, Device device) throws IOException {
        ClipJudge judge = new ClipJudge(device);
        try (OpenAiClip source = OpenAiClip.open(file)) {
            judge.load(source, file);
            return judge;
        } catch (IOException | RuntimeException e) {
            judge.close();
            throw e;
        }
    }

    private void load(OpenAiClip source, Path file) throws IOException {
        clip = new ClipIqa(source.imageConfig());
        Path textFile = file.resolveSibling(TEXT_FILE);
        if (Files.exists(textFile)) {
            try (Weights features = Weights.open(textFile)) {
                text = given(features, textFile);
                boolean scale = features.names().contains(SCALE);
                clip.bind(
                        manager.getDevice(),
                        DType.F32,
                        (owner, name, shape, type) -> scale && name.equals(SCALE)
                                ? features.load(owner, name, shape, type)
                                : source.tensor(owner, name, shape, type));
            }
            return;
        }
        if (!source.hasText()) {
            throw new CheckpointException(
                    file + " holds no text tower; give the whole CLIP RN50, or put the features of"
                            + " the prompts beside it as " + TEXT_FILE);
        }
        clip.bind(manager.getDevice(), DType.F32, source);
        text = TextTower.features(source, shared(), manager);
        source.requireAllUsed();
    }

    private NDArray given(Weights features, Path file) {
        Shape shape = features.shape(FEATURES);
        if (shape.dimension() != 2 || shape.get(0) < 2 || shape.get(0) % 2 != 0) {
            throw new CheckpointException(file + ": tensor '" + FEATURES + "' has shape " + shape
                    + ", expected [2 P, C], features of a good and a bad prompt in turn");
        }
        if (shape.get(1) != shared()) {
            throw new CheckpointException(file + ": features of prompts have " + shape.get(1)
                    + " numbers, those of pictures " + shared() + "; they are of two different CLIPs");
        }
        return features.load(manager, FEATURES, shape, DType.F32);
    }

    /** How many numbers both pictures and prompts become. */
    private int shared() {
        return Math.toIntExact(
                clip.parameters().shapes().get("visual.attnpool.c_proj.bias").get(0));
    }

    /** {@code [1, 3, H, W]}, RGB, 0 to 1, to {@code [1, 1]}, 0 to 1. */
    NDArray judge(NDArray frame) {
        return clip.score(frame, text, false);
    }

    /** What the prompts became: for tests. */
    NDArray text() {
        return text;
    }

    @Override
    public void close() {
        if (clip != null) {
            clip.close();
        }
        manager.close();
    }
}
