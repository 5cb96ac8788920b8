package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.upscale.InvalidRequestException;
import java.nio.file.Path;

/** Nothing: models are given the reference itself, to see what they do to what is good already. */
final class NoDegradation implements Degradation {
    @Override
    public String id() {
        return "none";
    }

    @Override
    public String definition() {
        return "none, models are given the reference itself.";
    }

    @Override
    public FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope, Path folder) {
        if (scale != 1) {
            throw new InvalidRequestException(
                    "--degrade none gives models the reference itself, which needs --scale 1, got " + scale
                            + "; or put inputs into LQ/");
        }
        return reference;
    }
}
