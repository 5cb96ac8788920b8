package io.vsr4j.quality.warping;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Follows pixels from each frame to the next. It keeps one frame. */
final class WarpingMeter implements Meter {
    private final OpticalFlow motion;
    private final NDManager manager;
    private final double[] errors;
    private NDManager past;
    private NDArray output;
    private NDArray moving;
    private boolean reference;

    WarpingMeter(MeterSetting setting, OpticalFlow motion) {
        this.motion = motion;
        manager = TorchEngine.newManager(setting.device());
        errors = new double[setting.frames()];
        Arrays.fill(errors, Double.NaN);
    }

    @Override
    public void accept(FramePair pair) {
        reference = pair.hasReference();
        NDManager present = manager.newSubManager();
        NDArray next = Torch.copyIn(present, pair.rgb(Side.OUTPUT));
        NDArray nextMoving = reference ? Torch.copyIn(present, pair.rgb(Side.REFERENCE)) : next;
        if (past != null) {
            try (NDManager scope = present.newSubManager()) {
                NDArray from = Torch.aliasIn(scope, moving);
                NDArray to = Torch.aliasIn(scope, nextMoving);
                errors[pair.index() - 1] =
                        1000 * Warping.between(from, to, motion).error(output, next);
            }
            past.close();
        }
        past = present;
        output = next;
        moving = nextMoving;
    }

    @Override
    public Score finish() {
        return Score.mean(errors);
    }

    @Override
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add("flow of the " + (reference ? "reference" : "output") + " by " + motion.name());
        // The last frame has no next one.
        long lost = Arrays.stream(errors).filter(Double::isNaN).count() - 1;
        if (lost > 0) {
            remarks.add("in " + lost + " of " + (errors.length - 1)
                    + " pairs of frames no pixel could be followed; they have no number");
        }
        return remarks;
    }

    @Override
    public void close() {
        motion.close();
        manager.close();
    }
}
