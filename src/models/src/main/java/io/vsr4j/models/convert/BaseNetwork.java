package io.vsr4j.models.convert;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network that models build on.
 *
 * @param base the model that it is a part of
 * @param component its name in a folder
 * @param layout from a checkpoint's names to diffusers'
 * @param network declares what must be in it
 * @param published names of the configurations that were published
 */
record BaseNetwork(
        String base, String component, RenameTable layout, Function<Config, Network> network, List<String> published) {
    static final String SD = "stable-diffusion";
    static final String WAN = "wan";

    static final BaseNetwork SD_UNET = new BaseNetwork(
            SD, "unet", RenameTable.EMPTY, c -> new UNet2DConditionModel(UNetConfig.of(c)), List.of("sd21-unet"));
    static final BaseNetwork SD_VAE = new BaseNetwork(
            SD, "vae", Layouts.SD_VAE, c -> new AutoencoderKl(AutoencoderConfig.of(c)), List.of("sd21-vae"));
    static final BaseNetwork WAN_TRANSFORMER = new BaseNetwork(
            WAN,
            "transformer",
            Layouts.WAN_TRANSFORMER,
            c -> new WanTransformer(WanTransformerConfig.of(c)),
            List.of("wan21-transformer", "wan22-transformer"));
    static final BaseNetwork WAN21_VAE = wanVae(Layouts.WAN21_VAE, "wan21-vae");
    static final BaseNetwork WAN22_VAE = wanVae(Layouts.WAN22_VAE, "wan22-vae");

    private static BaseNetwork wanVae(RenameTable layout, String published) {
        return new BaseNetwork(WAN, "vae", layout, c -> new WanVae(WanVaeConfig.of(c)), List.of(published));
    }

    /** {@return the same network, whose checkpoint has diffusers' names already} */
    BaseNetwork renamed() {
        return new BaseNetwork(base, component, RenameTable.EMPTY, network, published);
    }

    /** {@return a checkpoint under diffusers' names} */
    Weights open(Path path) throws IOException {
        return Weights.open(path).renamed(layout);
    }

    /** {@return the published configuration that a checkpoint's tensors fit} */
    Config published(Path path, Weights weights) {
        Map<String, Shape> found = new LinkedHashMap<>();
        weights.names().forEach(name -> found.put(name, weights.shape(name)));
        for (String name : published) {
            Config config = PublishedNetwork.config(name);
            if (shapes(config).equals(found)) {
                return config;
            }
        }
        throw new CheckpointException(path + " has not the tensors of a published " + String.join(" or ", published)
                + "; if it is of another size, name its config.json with --config");
    }

    /** Adds it to a folder in the checkpoint's own type, and refuses a checkpoint that has more or less. */
    void write(WeightsFolderWriter folder, Config config, Weights weights) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            shapes(config).forEach((name, shape) -> tensors.put(name, weights.load(scope, name, shape)));
            weights.requireAllUsed();
            folder.component(component, config.json(), tensors);
        }
    }

    private Map<String, Shape> shapes(Config config) {
        try (Network declared = network.apply(config)) {
            return declared.parameters().shapes();
        }
    }
}
