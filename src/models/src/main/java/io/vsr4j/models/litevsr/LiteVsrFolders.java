package io.vsr4j.models.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes weights folders: {@code transformer}, {@code vae}, {@code adapter}, and the prompt.
 *
 * @param settings entries of the adapter's configuration that are not as they usually are
 */
record LiteVsrFolders(Config settings) implements FolderMaker {
    private static final String TINY_TRANSFORMER = """
            {"num_attention_heads": 2, "attention_head_dim": 18, "in_channels": 3, "out_channels": 3, "text_dim": 10,
             "freq_dim": 8, "ffn_dim": 40, "num_layers": 2}""";
    private static final String TINY_VAE = """
            {"base_dim": 2, "decoder_base_dim": 3, "z_dim": 3, "dim_mult": [1, 2, 2], "temperal_downsample": [true, true],
             "num_res_blocks": 1, "is_residual": true, "patch_size": 4, "in_channels": 48, "out_channels": 48,
             "latents_mean": [0.5, -0.5, 0], "latents_std": [1, 2, 0.5]}""";
    private static final String TINY_ADAPTER = """
            {"adapter_depth": 1, "ffn_multiple": 2, "query_window": [1, 4, 4], "steps": 2}""";

    LiteVsrFolders() {
        this(config("{}"));
    }

    @Override
    public FolderMaker with(Config other) {
        return new LiteVsrFolders(other);
    }

    /** What a file of settings changes of the usual ones. */
    private LiteVsrConfig sizes(JsonObject usual, WanTransformerConfig base) {
        JsonObject all = usual.deepCopy();
        settings.json().entrySet().forEach(entry -> all.add(entry.getKey(), entry.getValue()));
        return LiteVsrConfig.of(new Config(settings.name(), all), base);
    }

    @Override
    public void tiny(Path out, long seed) throws IOException {
        Config transformer = config(TINY_TRANSFORMER);
        Config vae = config(TINY_VAE);
        WanTransformerConfig base = WanTransformerConfig.of(transformer);
        LiteVsrConfig sizes = sizes(config(TINY_ADAPTER).json(), base);
        Parameters.Source values = new LiteVsrValues(seed)::random;
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, LiteVsrNetworks.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            component(folder, LiteVsrNetworks.TRANSFORMER, transformer, new WanTransformer(base), scope, values);
            component(folder, LiteVsrNetworks.VAE, vae, new WanVae(WanVaeConfig.of(vae)), scope, values);
            adapter(folder, sizes, base, scope, values);
            NDArray prompt = values.tensor(scope, "prompt", new Shape(1, 1, base.textWidth()), DType.F32);
            PromptFile.write(folder.files().resolve(LiteVsrNetworks.PROMPT), prompt, "", "");
            folder.publish();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The base is Wan 2.2 TI2V's: its {@code transformer} and {@code vae} are taken over, and the empty prompt is read
     * by its {@code text_encoder}, unless the base holds the result already, {@value LiteVsrNetworks#PROMPT}. The
     * injections are zero, so that the folder samples as the base does until it is trained.
     */
    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        Config transformer =
                Config.read(base.resolve(LiteVsrNetworks.TRANSFORMER).resolve("config.json"));
        Config vae = Config.read(base.resolve(LiteVsrNetworks.VAE).resolve("config.json"));
        WanTransformerConfig sizes = WanTransformerConfig.of(transformer);
        WanVaeConfig pictures = WanVaeConfig.of(vae);
        LiteVsrNetworks.fit(vae, pictures, sizes);
        LiteVsrConfig own = sizes(LiteVsrConfig.PUBLISHED.json(), sizes);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, LiteVsrNetworks.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Weights guided = Weights.open(base.resolve(LiteVsrNetworks.TRANSFORMER));
                Weights coder = Weights.open(base.resolve(LiteVsrNetworks.VAE));
                Autograd off = Autograd.off()) {
            prompt(scope, base, sizes.textWidth(), folder.files().resolve(LiteVsrNetworks.PROMPT));
            component(
                    folder, LiteVsrNetworks.TRANSFORMER, transformer, new WanTransformer(sizes), scope, stored(guided));
            guided.requireAllUsed();
            component(folder, LiteVsrNetworks.VAE, vae, new WanVae(pictures), scope, stored(coder));
            coder.requireAllUsed();
            Parameters.Source begin = new LiteVsrValues(seed).fresh(guided);
            adapter(folder, own, sizes, scope, begin);
            folder.publish();
        }
    }

    private static Config config(String json) {
        return new Config(LiteVsrNetworks.ID, JsonParser.parseString(json).getAsJsonObject());
    }

    /** In the type that the file has. */
    private static Parameters.Source stored(Weights weights) {
        return (owner, name, shape, type) -> weights.load(owner, name, shape);
    }

    private static void prompt(NDManager scope, Path base, int width, Path file) throws IOException {
        Path made = base.resolve(LiteVsrNetworks.PROMPT);
        if (Files.exists(made)) {
            PromptFile prompt = PromptFile.read(scope, made, LiteVsrNetworks.TEXT_TOKENS, width);
            PromptFile.write(file, prompt.embedding(), prompt.prompt(), prompt.encoder());
            return;
        }
        try (PromptEncoder encoder = PromptEncoder.open(base, Device.cpu(), DType.BF16)) {
            if (encoder.width() != width) {
                throw new CheckpointException(base + ": the text encoder gives rows of " + encoder.width()
                        + ", the transformer takes " + width);
            }
            PromptFile.write(file, encoder.encode(scope, ""), "", encoder.sha256());
        }
    }

    private static void adapter(
            WeightsFolderWriter folder,
            LiteVsrConfig sizes,
            WanTransformerConfig base,
            NDManager scope,
            Parameters.Source values)
            throws IOException {
        Config config = new Config(LiteVsrNetworks.ADAPTER, sizes.json());
        component(folder, LiteVsrNetworks.ADAPTER, config, new LiteVsrModules(sizes, base), scope, values);
    }

    private static void component(
            WeightsFolderWriter folder,
            String name,
            Config config,
            Network network,
            NDManager scope,
            Parameters.Source values)
            throws IOException {
        try (NDManager owner = scope.newSubManager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            network.parameters()
                    .shapes()
                    .forEach((key, shape) -> tensors.put(key, values.tensor(owner, key, shape, DType.F32)));
            folder.component(name, config.json(), tensors);
        }
    }
}
