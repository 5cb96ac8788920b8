package io.vsr4j.models.convert;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One checkpoint becomes one component, under diffusers' names and in the checkpoint's own type.
 *
 * @param format what users call it
 * @param model whose folder it becomes
 * @param component its name in the folder
 * @param layout from the checkpoint's names to diffusers'
 * @param network declares what must be in it
 * @param published names of the configurations that it may have
 */
record ComponentConversion(
        String format,
        String model,
        String component,
        RenameTable layout,
        Function<Config, Network> network,
        List<String> published)
        implements Conversion {
    @Override
    public List<String> files() {
        return List.of("the checkpoint");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        Path file = files.get(0);
        try (Weights weights = Weights.open(file).renamed(layout);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Config sizes = config.isPresent() ? Config.read(config.get()) : published(file, weights);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            shapes(sizes).forEach((name, shape) -> tensors.put(name, weights.load(scope, name, shape)));
            weights.requireAllUsed();
            try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, model)) {
                folder.component(component, sizes.json(), tensors);
                folder.publish();
            }
        }
    }

    private Map<String, Shape> shapes(Config config) {
        try (Network declared = network.apply(config)) {
            return declared.parameters().shapes();
        }
    }

    /** The configuration that the checkpoint's tensors fit. */
    private Config published(Path file, Weights weights) {
        Map<String, Shape> found = new LinkedHashMap<>();
        weights.names().forEach(name -> found.put(name, weights.shape(name)));
        for (String name : published) {
            Config config = PublishedNetwork.config(name);
            if (shapes(config).equals(found)) {
                return config;
            }
        }
        throw new CheckpointException(file + " has not the tensors of a published " + format + " ("
                + String.join(", ", published) + "); if it is of another size, name its config.json with --config");
    }
}
