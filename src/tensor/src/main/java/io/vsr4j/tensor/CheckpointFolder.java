package io.vsr4j.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the weights in a folder by the names that model libraries give them. */
final class CheckpointFolder {
    /** In order of preference; {@code .index.json} behind a name means several files. */
    private static final List<String> NAMES = List.of(
            "diffusion_pytorch_model.safetensors",
            "model.safetensors",
            "adapter_model.safetensors",
            "diffusion_pytorch_model.bin",
            "pytorch_model.bin",
            "adapter_model.bin");

    private CheckpointFolder() {}

    static TensorFile open(Path folder) throws IOException {
        for (String name : NAMES) {
            Path single = folder.resolve(name);
            Path index = folder.resolve(name + ".index.json");
            if (Files.exists(single) && Files.exists(index)) {
                throw new CheckpointException(
                        folder + " holds both " + name + " and " + name + ".index.json; name the one to use");
            }
            if (Files.exists(single)) {
                return TensorFile.open(single);
            }
            if (Files.exists(index)) {
                return ShardedFile.open(index);
            }
        }
        throw new CheckpointException(folder + " holds no weights, expected one of " + String.join(", ", NAMES)
                + " or such a name with .index.json");
    }
}
