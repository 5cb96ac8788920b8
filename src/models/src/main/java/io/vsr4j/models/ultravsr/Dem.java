package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ShotMeasure;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.util.List;

/**
 * The degradation estimation module: CLIP-IQA's mean score of a shot's frames, before they are enlarged, is the
 * degradation factor (eq. 2). Not in the paper: which frames, and one factor for all of them; one for each would flicker.
 */
final class Dem implements ShotMeasure {
    static final String TOWER = "clip_iqa";
    static final String PROMPTS = "clip_iqa_text";
    static final String FEATURES = "text_features";

    /** The smallest side that the image tower takes. */
    private static final int LEAST_SIDE = 32;

    private final ClipIqa iqa;
    private final NDManager manager;
    private final NDArray text;

    /** Loads the image tower, and the features of the prompts, a good one before each bad one. */
    Dem(WeightsFolder folder, Device device) throws IOException {
        iqa = new ClipIqa(folder.config(TOWER));
        manager = TorchEngine.newManager(device);
        try (Weights tower = folder.weights(TOWER);
                Weights prompts = folder.weights(PROMPTS)) {
            Shape shape = prompts.shape(FEATURES);
            if (shape.dimension() != 2 || shape.get(0) < 2 || shape.get(0) % 2 != 0) {
                throw new CheckpointException(folder.root().resolve(PROMPTS) + ": '" + FEATURES + "' has shape " + shape
                        + ", expected a row for each prompt of every pair");
            }
            // Always in single precision: it is small, and everything hangs on its one number.
            iqa.load(tower, device, DType.F32);
            tower.requireAllUsed();
            text = prompts.load(manager, FEATURES, shape, DType.F32);
        }
        manager.cap();
    }

    @Override
    public List<Float> of(NDArray frames) {
        try (Autograd off = Autograd.off();
                NDManager scope = frames.getManager().newSubManager()) {
            double sum = 0;
            long count = frames.getShape().get(0);
            for (long i = 0; i < count; i++) {
                try (NDManager one = scope.newSubManager()) {
                    sum += score(Scopes.borrow(one, frames).get("{}:{}", i, i + 1));
                }
            }
            return List.of((float) (sum / count));
        }
    }

    private double score(NDArray frame) {
        long right = Math.max(LEAST_SIDE - frame.getShape().get(3), 0);
        long bottom = Math.max(LEAST_SIDE - frame.getShape().get(2), 0);
        NDArray seen = Torch.pad(Torch.clamp(frame, 0, 1), 0, right, 0, bottom, Torch.Padding.REPLICATE);
        return iqa.score(seen, Scopes.borrow(seen.getManager(), text), false).toFloatArray()[0];
    }

    @Override
    public void close() {
        iqa.close();
        manager.close();
    }
}
