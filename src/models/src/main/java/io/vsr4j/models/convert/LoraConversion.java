package io.vsr4j.models.convert;

import ai.djl.Device;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Lora;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What OSEDiff or PiSA-SR trained, low-rank changes of Stable Diffusion 2.1, is merged into the weights that it changes:
 * the result is a base in diffusers' arrangement. Of a file with several adapters all are merged, in full.
 *
 * @param format what users call it
 * @param file how it is published
 * @param changesVae whether the VAE's encoder was trained too
 */
record LoraConversion(String format, String file, boolean changesVae) implements Conversion {
    private static final String ALPHA = "lora_alpha";
    /** Neither file tells it. Both were trained with peft's default, which divided by the rank is what changes count. */
    private static final double PEFT_ALPHA = 8;

    private static final int TEXT_TOKENS = 77;

    @Override
    public List<String> files() {
        return List.of(file, "the folder of Stable Diffusion 2.1");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        Path trained = files.get(0);
        Path base = files.get(1);
        double alpha = config.isPresent() ? Config.read(config.get()).fraction(ALPHA, PEFT_ALPHA) : PEFT_ALPHA;
        Config unet = config(base, BaseNetwork.SD_UNET);
        Config vae = config(base, BaseNetwork.SD_VAE);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, BaseNetwork.SD)) {
            try (Weights changed = unet(base, trained, alpha)) {
                BaseNetwork.SD_UNET.write(folder, unet, changed);
            }
            try (Weights pictures = vae(base, trained, alpha)) {
                BaseNetwork.SD_VAE.write(folder, vae, pictures);
            }
            new EmptyPrompt(TEXT_TOKENS, unet.number("cross_attention_dim"))
                    .write(folder, base, () -> PromptEncoder.open(base, Device.cpu(), DType.F32));
            folder.publish();
        }
    }

    private static Config config(Path base, BaseNetwork network) throws IOException {
        return Config.read(Bases.require(
                base, network.component() + "/config.json", "of Stable Diffusion 2.1 in diffusers' arrangement"));
    }

    private Weights unet(Path base, Path trained, double alpha) throws IOException {
        TensorFile input = TensorFile.open(trained).renamed(Layouts.SD_UNET_INPUT);
        TensorFile whole = TensorFile.open(base.resolve(BaseNetwork.SD_UNET.component()));
        return Weights.of(new ReplacedFile(whole, input))
                .withLora(changes(trained, Layouts.SD_UNET_LORA, "state_dict_unet", alpha));
    }

    private Weights vae(Path base, Path trained, double alpha) throws IOException {
        Weights stored = BaseNetwork.SD_VAE.open(base.resolve(BaseNetwork.SD_VAE.component()));
        return changesVae ? stored.withLora(changes(trained, Layouts.SD_VAE_LORA, "state_dict_vae", alpha)) : stored;
    }

    private Lora changes(Path trained, RenameTable layout, String part, double alpha) throws IOException {
        TensorFile factors = TensorFile.open(trained).renamed(layout);
        if (factors.tensors().isEmpty()) {
            factors.close();
            throw new CheckpointException(
                    trained + " is not " + file + ": it has no tensors '" + part + ".*.lora_A.*'");
        }
        return Lora.of(factors, alpha);
    }
}
