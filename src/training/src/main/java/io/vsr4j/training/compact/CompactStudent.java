package io.vsr4j.training.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.compact.CompactConfig;
import io.vsr4j.models.compact.CompactFolders;
import io.vsr4j.models.compact.CompactNetwork;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Learned;
import io.vsr4j.training.Precision;
import io.vsr4j.training.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The network that is trained. */
final class CompactStudent implements AutoCloseable {
    private final CompactNetwork network;
    private final Learned learned;

    private CompactStudent(CompactConfig config, Parameters.Source values, Device device, DType type) {
        network = new CompactNetwork(config);
        learned = new Learned(values, name -> true);
        network.bind(device, type, learned);
    }

    /** Loads the network of the folder that {@code weights} names; makes one if it names none. */
    static CompactStudent open(Settings settings, Device device) throws IOException {
        DType type = Precision.of(settings, device);
        Path root = settings.path("weights");
        if (root == null) {
            Parameters.Source fresh = CompactFolders.untrained(settings.integer("seed", Long.MIN_VALUE));
            return new CompactStudent(sizes(settings), fresh, device, type);
        }
        WeightsFolder folder = CompactFolders.open(root);
        CompactConfig config = CompactConfig.of(folder.config(CompactFolders.COMPONENT));
        if (config.scale() != settings.integer("clip.scale", 1)) {
            throw new CheckpointException(root + " holds weights for x" + config.scale() + "; set clip.scale="
                    + config.scale() + ", or choose other weights");
        }
        try (Weights weights = folder.weights(CompactFolders.COMPONENT)) {
            CompactStudent student = new CompactStudent(config, weights::load, device, type);
            weights.requireAllUsed();
            return student;
        }
    }

    private static CompactConfig sizes(Settings settings) {
        return CompactConfig.checked(
                "recipe " + settings.recipe(),
                settings.count("clip.scale", 1),
                settings.count("network.width", 1),
                List.of(settings.text("network.body").split("\\s+")));
    }

    Device device() {
        return parameters().values().iterator().next().getDevice();
    }

    CompactConfig config() {
        return network.config();
    }

    Map<String, NDArray> parameters() {
        return learned.parameters();
    }

    /** {@return names of the parameters that are linear maps from features to features} */
    Set<String> hidden() {
        return parameters().keySet().stream()
                .filter(name -> name.startsWith("body.") && name.endsWith(".weight"))
                .collect(Collectors.toSet());
    }

    /** {@return {@code float32} pictures of low-quality frames of clips of a length} */
    NDArray restored(NDArray low, int frames) {
        return network.forward(low, frames);
    }

    void save(Path target) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            Map<String, NDArray> exact = new LinkedHashMap<>();
            parameters().forEach((name, value) -> exact.put(name, Torch.to(Torch.copyIn(scope, value), DType.F32)));
            CompactFolders.write(target, config(), exact);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
