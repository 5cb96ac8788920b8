package io.vsr4j.models.convert;

import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One checkpoint becomes one component, under diffusers' names and in the checkpoint's own type.
 *
 * @param format what users call it
 * @param network what is in it
 */
record ComponentConversion(String format, BaseNetwork network) implements Conversion {
    @Override
    public List<String> files() {
        return List.of("the checkpoint");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        Path file = files.get(0);
        try (Weights weights = network.open(file)) {
            Config sizes = config.isPresent() ? Config.read(config.get()) : network.published(file, weights);
            try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, network.base())) {
                network.write(folder, sizes, weights);
                folder.publish();
            }
        }
    }
}
