package io.vsr4j.training.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.compactvideo.CompactVideoConfig;
import io.vsr4j.models.compactvideo.CompactVideoFolders;
import io.vsr4j.models.compactvideo.CompactVideoNetwork;
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
    private final CompactVideoNetwork network;
    private final Learned learned;

    private CompactStudent(CompactVideoConfig config, Parameters.Source values, Device device, DType type) {
        network = new CompactVideoNetwork(config);
        learned = new Learned(values, name -> true);
        network.bind(device, type, learned);
    }

    /** Loads the network of the folder that {@code weights} names; makes one if it names none. */
    static CompactStudent open(Settings settings, Device device) throws IOException {
        DType type = Precision.of(settings, device);
        Path root = settings.path("weights");
        if (root == null) {
            Parameters.Source fresh = CompactVideoFolders.untrained(settings.integer("seed", Long.MIN_VALUE));
            return new CompactStudent(sizes(settings), fresh, device, type);
        }
        WeightsFolder folder = CompactVideoFolders.open(root);
        CompactVideoConfig config = CompactVideoConfig.of(folder.config(CompactVideoFolders.COMPONENT));
        if (config.scale() != settings.integer("clip.scale", 1)) {
            throw new CheckpointException(root + " holds weights for x" + config.scale() + "; set clip.scale="
                    + config.scale() + ", or choose other weights");
        }
        try (Weights weights = folder.weights(CompactVideoFolders.COMPONENT)) {
            CompactStudent student = new CompactStudent(config, weights::load, device, type);
            weights.requireAllUsed();
            return student;
        }
    }

    private static CompactVideoConfig sizes(Settings settings) {
        return CompactVideoConfig.checked(
                "recipe " + settings.recipe(),
                settings.count("clip.scale", 1),
                settings.count("network.width", 1),
                List.of(settings.text("network.body").split("\\s+")));
    }

    Device device() {
        return parameters().values().iterator().next().getDevice();
    }

    CompactVideoConfig config() {
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
            CompactVideoFolders.write(target, config(), exact);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
