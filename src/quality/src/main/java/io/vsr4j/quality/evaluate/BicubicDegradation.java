package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import java.nio.file.Path;

/** Reduction alone: the classical task, with no blur, noise or compression. */
final class BicubicDegradation implements Degradation {
    @Override
    public String id() {
        return "bicubic";
    }

    @Override
    public String definition() {
        return "bicubic reduction as MATLAB's imresize does it, with its low-pass filter (a = -0.5), rounded to 8 bits.";
    }

    @Override
    public FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope, Path folder) {
        return scale == 1 ? reference : RgbFrames.reduced(reference, scale, scope);
    }
}
