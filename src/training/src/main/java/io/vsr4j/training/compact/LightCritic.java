package io.vsr4j.training.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.DType;
import io.vsr4j.training.Learned;
import io.vsr4j.training.Settings;
import io.vsr4j.training.critic.DualHeadConfig;
import io.vsr4j.training.critic.DualHeadCritic;
import io.vsr4j.training.critic.Judgement;
import java.util.Map;

/** AdcVSR's critic over two convolutions of its own instead of a large network that was trained before. */
final class LightCritic implements AutoCloseable {
    /** Of the answers, as many on details as in the paper: three in four. */
    private static final int ANSWERS = 16;

    private static final int OF_DETAIL = 12;

    private final DualHeadCritic network;
    private final Learned learned;

    private LightCritic(int width, long seed, Device device) {
        network = new DualHeadCritic(
                p -> new LightBackbone(p, width), new DualHeadConfig(width, OF_DETAIL, ANSWERS - OF_DETAIL));
        learned = new Learned(new RandomTensors(seed), name -> true);
        network.bind(device, DType.F32, learned);
    }

    static LightCritic open(Settings settings, Device device) {
        int width = settings.count("critic.width", 1);
        // Not the seed of the network that it judges, whose tensors may have the same names.
        return new LightCritic(width, settings.integer("seed", Long.MIN_VALUE) + 1, device);
    }

    Map<String, NDArray> parameters() {
        return learned.parameters();
    }

    Judgement judge(NDArray pictures, int frames) {
        return network.judge(pictures, frames);
    }

    @Override
    public void close() {
        network.close();
    }
}
