package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.AdcVsrFolders;
import io.vsr4j.models.adcvsr.AdcVsrNetwork;
import io.vsr4j.models.adcvsr.AdcVsrProvider;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Learned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The network that is trained, from end to end (section 4.1). */
final class Student implements AutoCloseable {
    private final AdcVsrNetwork network;
    private final Learned learned;

    private Student(AdcVsrNetwork network, Learned learned) {
        this.network = network;
        this.learned = learned;
    }

    /**
     * Loads it.
     *
     * @param folder of AdcVSR's weights to begin with
     * @param device where it computes
     * @param dtype what it computes in
     */
    static Student open(Path folder, Device device, DType dtype) throws IOException {
        WeightsFolder start = WeightsFolder.open(folder, AdcVsrProvider.ID);
        AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.of(start.config(AdcVsrFolders.COMPONENT)));
        try (Weights weights = start.weights(AdcVsrFolders.COMPONENT)) {
            Learned learned = new Learned(weights::load, name -> true);
            network.bind(device, dtype, learned);
            weights.requireAllUsed();
            return new Student(network, learned);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    AdcVsrConfig config() {
        return network.config();
    }

    Map<String, NDArray> parameters() {
        return learned.parameters();
    }

    /** {@return features of low-quality frames of clips of a length, in the network's type} */
    NDArray features(NDArray low, int frames) {
        return network.features(Torch.to(low, network.dtype()), frames);
    }

    /** {@return {@code float32} pictures of features} */
    NDArray pictures(NDArray features) {
        return Torch.to(network.pictures(features), DType.F32);
    }

    void save(Path target) throws IOException {
        AdcVsrFolders.write(target, network.config(), learned.parameters());
    }

    @Override
    public void close() {
        network.close();
    }
}
