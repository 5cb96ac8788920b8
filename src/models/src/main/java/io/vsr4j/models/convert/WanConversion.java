package io.vsr4j.models.convert;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of Wan as its authors publish it becomes a base in diffusers' arrangement: the transformer beside its
 * {@code config.json}, the autoencoder, and what the text encoder makes of the empty prompt.
 */
final class WanConversion implements Conversion {
    private static final String TEXT_ENCODER = "models_t5_umt5-xxl-enc-bf16.pth";
    private static final String TOKENIZER = "google/umt5-xxl";
    private static final int TEXT_TOKENS = 512;

    private static final Map<String, BaseNetwork> AUTOENCODERS = Map.of(
            "Wan2.1_VAE.pth", BaseNetwork.WAN21_VAE,
            "Wan2.2_VAE.pth", BaseNetwork.WAN22_VAE);

    @Override
    public String format() {
        return "wan";
    }

    @Override
    public List<String> files() {
        return List.of("the folder of the release");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        Path release = files.get(0);
        Config transformer = transformer(Config.read(Bases.require(release, "config.json", "of Wan's release")));
        String pictures = autoencoder(release);
        BaseNetwork network = AUTOENCODERS.get(pictures);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, BaseNetwork.WAN);
                Weights blocks = BaseNetwork.WAN_TRANSFORMER.open(release);
                Weights vae = network.open(release.resolve(pictures))) {
            Config sizes =
                    config.isPresent() ? Config.read(config.get()) : network.published(release.resolve(pictures), vae);
            int width = WanTransformerConfig.of(transformer).textWidth();
            new EmptyPrompt(TEXT_TOKENS, width).write(folder, release, () -> encoder(release));
            BaseNetwork.WAN_TRANSFORMER.write(folder, transformer, blocks);
            network.write(folder, sizes, vae);
            folder.publish();
        }
    }

    private static String autoencoder(Path release) {
        List<String> there = AUTOENCODERS.keySet().stream()
                .filter(name -> Files.isRegularFile(release.resolve(name)))
                .toList();
        if (there.size() != 1) {
            throw new CheckpointException(release + " must hold one of Wan2.1_VAE.pth and Wan2.2_VAE.pth, got "
                    + (there.isEmpty() ? "none" : "both"));
        }
        return there.get(0);
    }

    private static PromptEncoder encoder(Path release) throws IOException {
        String remedy = "of Wan's release; or put the " + EmptyPrompt.FILE
                + " of another Wan folder, which has the same text encoder, beside config.json";
        Path checkpoint = Bases.require(release, TEXT_ENCODER, remedy);
        Bases.require(release, TOKENIZER + "/tokenizer.json", remedy);
        return PromptEncoder.openWan(checkpoint, release.resolve(TOKENIZER), Device.cpu(), DType.BF16);
    }

    /** From the authors' words to diffusers'. */
    private static Config transformer(Config original) {
        int width = original.number("dim");
        int heads = original.number("num_heads");
        original.require(width % heads == 0, "dim", "a multiple of num_heads");
        String type = original.text("model_type", "t2v");
        original.require(
                type.equals("t2v") || type.equals("ti2v"), "model_type", "t2v or ti2v, which need no picture to start");
        JsonObject json = new JsonObject();
        json.addProperty("num_attention_heads", heads);
        json.addProperty("attention_head_dim", width / heads);
        json.addProperty("in_channels", original.number("in_dim"));
        json.addProperty("out_channels", original.number("out_dim"));
        json.addProperty("text_dim", original.number("text_dim", 4096));
        json.addProperty("freq_dim", original.number("freq_dim"));
        json.addProperty("ffn_dim", original.number("ffn_dim"));
        json.addProperty("num_layers", original.number("num_layers"));
        json.addProperty("eps", original.fraction("eps", 1e-6));
        return new Config(original.name(), json);
    }
}
