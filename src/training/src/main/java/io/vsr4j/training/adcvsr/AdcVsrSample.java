package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.training.critic.ClipKind;
import java.util.Map;

/** Some clips of one size, frame after frame, and what the student made of them in this step. All pictures are -1 to 1. */
final class AdcVsrSample {
    private final int frames;
    private final NDArray low;
    private final NDArray target;
    private final Map<ClipKind, NDArray> real;
    private NDArray pictures;
    private NDArray features;

    /**
     * @param frames T, of each clip
     * @param low {@code [B * T, 3, h, w]}
     * @param target what the student should make of it, {@code [B * T, 3, 4 h, 4 w]}
     * @param real what critics learn from besides, each as the target; empty if there are no critics
     */
    AdcVsrSample(int frames, NDArray low, NDArray target, Map<ClipKind, NDArray> real) {
        this.frames = frames;
        this.low = low;
        this.target = target;
        this.real = real;
    }

    int frames() {
        return frames;
    }

    NDArray low() {
        return low;
    }

    NDArray target() {
        return target;
    }

    Map<ClipKind, NDArray> real() {
        return real;
    }

    /** Remembers the student's results until the step is over, without their gradients. */
    void keep(NDArray itsPictures, NDArray itsFeatures) {
        pictures = itsPictures.stopGradient();
        features = itsFeatures.stopGradient();
    }

    /** {@return the student's pictures, as the target} */
    NDArray pictures() {
        return pictures;
    }

    /** {@return the features that it made them of} */
    NDArray features() {
        return features;
    }
}
