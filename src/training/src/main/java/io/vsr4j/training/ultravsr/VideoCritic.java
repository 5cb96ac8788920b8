package io.vsr4j.training.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Learned;
import io.vsr4j.training.critic.TemporalPatchCritic;
import java.util.List;
import java.util.Map;

/**
 * The temporal critic (section 4.1.2), all of which is learned, always in single precision.
 *
 * @param network that judges
 * @param learned its tensors
 */
record VideoCritic(TemporalPatchCritic network, Map<String, NDArray> learned) implements AutoCloseable {
    static VideoCritic fresh(List<Integer> widths, long seed, Device device) {
        TemporalPatchCritic network = new TemporalPatchCritic(widths);
        Learned learned = new Learned(new RandomTensors(seed), name -> true);
        network.bind(device, DType.F32, learned);
        return new VideoCritic(network, learned.parameters());
    }

    /**
     * Judges a video.
     *
     * @param video {@code [T, 3, H, W]}, RGB, 0 to 1
     * @return answers, above 0 for real
     */
    NDArray judge(NDArray video) {
        NDArray colours = Torch.scale(video, 2).sub(1);
        return network.judge(colours, Math.toIntExact(video.getShape().get(0)));
    }

    @Override
    public void close() {
        network.close();
    }
}
