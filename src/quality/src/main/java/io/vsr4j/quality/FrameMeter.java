package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;

/** Gives each frame a number by a network, and the video their mean. */
public final class FrameMeter implements Meter {
    /** A network's judgement of one frame. */
    @FunctionalInterface
    public interface Judge {
        /**
         * @param output {@code [1, 3, H, W]}, RGB, 0 to 1, where the network computes
         * @param reference the same; null if the metric needs none
         * @return a single number
         */
        NDArray judge(NDArray output, NDArray reference);
    }

    private final Runnable whenClosed;
    private final boolean reference;
    private final Judge judge;
    private final NDManager manager;
    private final double[] scores;

    /**
     * @param card of the metric
     * @param setting what is measured
     * @param judge what a network thinks of a frame
     * @param whenClosed frees the network
     */
    public FrameMeter(MetricCard card, MeterSetting setting, Judge judge, Runnable whenClosed) {
        this.reference = card.reference();
        this.judge = judge;
        this.whenClosed = whenClosed;
        manager = TorchEngine.newManager(setting.device());
        scores = new double[setting.frames()];
        Arrays.fill(scores, Double.NaN);
    }

    @Override
    public void accept(FramePair pair) {
        try (Autograd off = Autograd.off();
                NDManager scope = manager.newSubManager()) {
            NDArray output = Torch.copyIn(scope, pair.rgb(FramePair.Side.OUTPUT));
            NDArray original = reference ? Torch.copyIn(scope, pair.rgb(FramePair.Side.REFERENCE)) : null;
            scores[pair.index()] = judge.judge(output, original).toFloatArray()[0];
        }
    }

    @Override
    public Score finish() {
        return Score.mean(scores);
    }

    @Override
    public void close() {
        manager.close();
        whenClosed.run();
    }
}
