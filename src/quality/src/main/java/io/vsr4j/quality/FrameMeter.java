package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** Scores every frame by itself with a network; the video's score is their mean. */
public final class FrameMeter implements Meter {
    private final Network network;
    private final Device device;
    private final boolean reference;
    private final ToDoubleBiFunction<NDArray, NDArray> score;
    private final List<String> remarks;
    private final double[] scores;

    private FrameMeter(
            MeterSetting setting,
            Network network,
            boolean reference,
            ToDoubleBiFunction<NDArray, NDArray> score,
            String... remarks) {
        this.network = network;
        this.device = setting.device();
        this.reference = reference;
        this.score = score;
        this.remarks = List.of(remarks);
        scores = new double[setting.frames()];
        Arrays.fill(scores, Double.NaN);
    }

    /**
     * Looks at the output alone.
     *
     * @param setting what is measured
     * @param network loaded; closed with the meter
     * @param score of one frame, {@code [1, 3, H, W]}, RGB, 0 to 1, whose manager may be filled
     * @param remarks what a reader must know of this measurement
     */
    public FrameMeter(MeterSetting setting, Network network, ToDoubleFunction<NDArray> score, String... remarks) {
        this(setting, network, false, (output, none) -> score.applyAsDouble(output), remarks);
    }

    /**
     * Compares output and reference.
     *
     * @param setting what is measured
     * @param network loaded; closed with the meter
     * @param score of one frame of the output and that of the reference, both {@code [1, 3, H, W]}, RGB, 0 to 1, whose
     *     manager may be filled
     * @param remarks what a reader must know of this measurement
     * @return the meter
     */
    public static FrameMeter comparing(
            MeterSetting setting, Network network, ToDoubleBiFunction<NDArray, NDArray> score, String... remarks) {
        return new FrameMeter(setting, network, true, score, remarks);
    }

    @Override
    public void accept(FramePair pair) {
        try (Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(device)) {
            NDArray output = Torch.copyIn(scope, pair.rgb(FramePair.Side.OUTPUT));
            NDArray original = reference ? Torch.copyIn(scope, pair.rgb(FramePair.Side.REFERENCE)) : null;
            scores[pair.index()] = score.applyAsDouble(output, original);
        }
    }

    @Override
    public Score finish() {
        return Score.mean(scores);
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public void close() {
        network.close();
    }
}
