package io.vsr4j.models.convert;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.checkpoint.OriginalNames;
import io.vsr4j.models.text.TextFolders;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Folders as they are published, with tiny networks. A checkpoint's content tells its format, whatever its name. */
final class Releases {
    private Releases() {}

    /**
     * Writes the folder of a release of Wan.
     *
     * @param base with the networks in diffusers' arrangement
     * @param config of the transformer in the authors' words
     * @param vae {@code Wan2.1_VAE.pth} or {@code Wan2.2_VAE.pth}
     * @param maxShardBytes of the transformer
     */
    static Path wan(Path release, Path base, String config, String vae, long maxShardBytes) throws IOException {
        Files.createDirectories(release);
        Files.writeString(release.resolve("config.json"), config.replace('\'', '"'));
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            SafetensorsWriter.writeShards(
                    release,
                    "diffusion_pytorch_model",
                    tensors(scope, base.resolve("transformer"), OriginalNames::wanTransformer),
                    Map.of(),
                    maxShardBytes);
            UnaryOperator<String> names =
                    vae.equals("Wan2.1_VAE.pth") ? OriginalNames::wan21Vae : OriginalNames::wan22Vae;
            SafetensorsWriter.write(release.resolve(vae), tensors(scope, base.resolve("vae"), names), Map.of());
            Path reader = TextFolders.wan(release.resolveSibling(release.getFileName() + "-reader"));
            SafetensorsWriter.write(
                    release.resolve("models_t5_umt5-xxl-enc-bf16.pth"),
                    tensors(scope, reader.resolve("text_encoder"), OriginalNames::textEncoder),
                    Map.of());
            TextFolders.umt5Tokenizer(release.resolve("google/umt5-xxl"));
        }
        return release;
    }

    /** {@return the tensors of a checkpoint under other names} */
    static Map<String, NDArray> tensors(NDManager scope, Path path, UnaryOperator<String> names) throws IOException {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        try (Weights weights = Weights.open(path)) {
            weights.names()
                    .forEach(name -> tensors.put(names.apply(name), weights.load(scope, name, weights.shape(name))));
        }
        return tensors;
    }
}
