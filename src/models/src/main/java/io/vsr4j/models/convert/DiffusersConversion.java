package io.vsr4j.models.convert;

import ai.djl.Device;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A folder in diffusers' arrangement, of whatever kind of files, becomes one with what models build on and nothing else:
 * checked, in safetensors, with the empty prompt in place of the text encoder.
 */
final class DiffusersConversion implements Conversion {
    private static final String CONFIG = "config.json";
    private static final String ORIGIN = "of a folder in diffusers' arrangement";

    @Override
    public String format() {
        return "diffusers";
    }

    @Override
    public List<String> files() {
        return List.of("the folder");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        Path base = files.get(0);
        if (config.isPresent()) {
            throw new IllegalArgumentException(
                    "a diffusers folder has a config.json for each network; leave out --config");
        }
        Kind kind = Kind.of(base);
        try (WeightsFolderWriter folder =
                WeightsFolderWriter.create(out, kind.networks.get(0).base())) {
            for (BaseNetwork network : kind.networks) {
                copy(folder, base, network);
            }
            kind.prompt(base).write(folder, base, () -> PromptEncoder.open(base, Device.cpu(), kind.reads));
            folder.publish();
        }
    }

    private static void copy(WeightsFolderWriter folder, Path base, BaseNetwork network) throws IOException {
        Config config = config(base, network.component());
        try (Weights weights = network.open(base.resolve(network.component()))) {
            network.write(folder, config, weights);
        }
    }

    private static Config config(Path base, String component) throws IOException {
        return Config.read(Bases.require(base, component + "/" + CONFIG, ORIGIN));
    }

    /** The two models whose folders are known. */
    enum Kind {
        STABLE_DIFFUSION(List.of(BaseNetwork.SD_UNET, BaseNetwork.SD_VAE), 77, "cross_attention_dim", DType.F32),
        WAN(
                List.of(BaseNetwork.WAN_TRANSFORMER.renamed(), BaseNetwork.WAN21_VAE.renamed()),
                512,
                "text_dim",
                DType.BF16);

        private final List<BaseNetwork> networks;
        private final int rows;
        private final String width;
        private final DType reads;

        Kind(List<BaseNetwork> networks, int rows, String width, DType reads) {
            this.networks = networks;
            this.rows = rows;
            this.width = width;
            this.reads = reads;
        }

        static Kind of(Path base) {
            for (Kind kind : values()) {
                if (Files.isDirectory(base.resolve(kind.denoiser()))) {
                    return kind;
                }
            }
            throw new CheckpointException(base + " has neither unet/ nor transformer/: it must be a folder of Stable"
                    + " Diffusion or Wan in diffusers' arrangement");
        }

        private String denoiser() {
            return networks.get(0).component();
        }

        private EmptyPrompt prompt(Path base) throws IOException {
            return new EmptyPrompt(rows, config(base, denoiser()).number(width));
        }
    }
}
