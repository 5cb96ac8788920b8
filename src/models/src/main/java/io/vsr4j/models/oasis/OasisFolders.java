package io.vsr4j.models.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Makes weights folders: {@code projector}, {@code transformer}, {@code vae}, the prompt and the routing. */
final class OasisFolders implements FolderMaker {
    private static final String TINY_PROJECTOR = "{\"latent_channels\": 4, \"space_factor\": 4}";
    private static final String TINY_TRANSFORMER = """
            {"num_attention_heads": 3, "attention_head_dim": 12, "in_channels": 4, "out_channels": 4, "text_dim": 10,
             "freq_dim": 8, "ffn_dim": 40, "num_layers": 2, "patch_size": [1, 1, 1]}""";
    private static final String TINY_VAE = """
            {"base_dim": 2, "z_dim": 4, "dim_mult": [1, 1, 1], "temperal_downsample": [true, true], "num_res_blocks": 1,
             "patch_size": 4, "in_channels": 48, "out_channels": 48,
             "latents_mean": [0.5, -0.5, 0, 1], "latents_std": [1, 2, 0.5, 4]}""";
    private static final List<String> TINY_ROUTING = List.of("giw", "wii");
    /** Rows and columns of a clip that the projector is fitted to. */
    private static final int FIT_SIDE = 64;

    @Override
    public void tiny(Path out, long seed) throws IOException {
        Config projector = config(TINY_PROJECTOR);
        Config transformer = config(TINY_TRANSFORMER);
        Config vae = config(TINY_VAE);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, OasisNetworks.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            random(
                    folder,
                    scope,
                    OasisNetworks.PROJECTOR,
                    projector,
                    new OasisProjector(OasisConfig.of(projector)),
                    seed);
            WanTransformerConfig sizes = WanTransformerConfig.of(transformer);
            random(folder, scope, OasisNetworks.TRANSFORMER, transformer, new WanTransformer(sizes), seed);
            random(folder, scope, OasisNetworks.VAE, vae, new WanVae(WanVaeConfig.of(vae)), seed);
            NDArray prompt = random(scope, seed, "prompt", new Shape(1, 1, sizes.textWidth()));
            PromptFile.write(folder.files().resolve(OasisNetworks.PROMPT), prompt, "", "");
            new Routing(TINY_ROUTING.stream()
                            .map(t -> t.chars().mapToObj(HeadPattern::of).toList())
                            .toList())
                    .write(folder.files().resolve(Routing.FILE));
            folder.publish();
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The base is Wan 2.1's: its {@code transformer} and {@code vae} are taken over, and the empty prompt is read by its
     * {@code text_encoder}, unless the base holds the result already, {@value OasisNetworks#PROMPT}. All heads are global;
     * {@code vsr route} finds those that need not be. The projector is random.
     */
    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        // Not in the paper: how the projector begins. Small numbers let training find its own way.
        fresh(
                base,
                out,
                (scope, config, vae) -> tensors(scope, seed, OasisNetworks.PROJECTOR, new OasisProjector(config)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The projector is the linear layer that comes closest to what the base's encoder makes of the clips enlarged, so
     * that the transformer is shown latents as it knows them (the paper's figure 5 compares the two).
     */
    @Override
    public void fresh(Path base, Path out, long seed, List<Clip> clips, Consumer<String> progress) throws IOException {
        fresh(base, out, (scope, config, vae) -> fitted(scope, config, base, vae, clips, progress));
    }

    /** Where the projector's numbers come from. */
    @FunctionalInterface
    private interface Start {
        Map<String, NDArray> of(NDManager scope, OasisConfig config, WanVaeConfig vae) throws IOException;
    }

    private static void fresh(Path base, Path out, Start start) throws IOException {
        Config transformer = Config.read(base.resolve(OasisNetworks.TRANSFORMER).resolve("config.json"));
        Config vae = Config.read(base.resolve(OasisNetworks.VAE).resolve("config.json"));
        WanTransformerConfig sizes = WanTransformerConfig.of(transformer);
        WanVaeConfig decoder = WanVaeConfig.of(vae);
        Config projector = config("{}");
        projector.json().addProperty("time_factor", decoder.temporalFactor());
        projector.json().addProperty("space_factor", decoder.spatialFactor() / OasisConfig.SCALE);
        projector.json().addProperty("latent_channels", decoder.zDim());
        OasisConfig config = OasisConfig.of(projector);
        config.require(sizes, decoder);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, OasisNetworks.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            folder.component(OasisNetworks.PROJECTOR, projector.json(), start.of(scope, config, decoder));
            copy(base, folder, OasisNetworks.TRANSFORMER, transformer, new WanTransformer(sizes));
            copy(base, folder, OasisNetworks.VAE, vae, new WanVae(decoder));
            prompt(scope, base, sizes.textWidth(), folder.files().resolve(OasisNetworks.PROMPT));
            Routing.all(HeadPattern.GLOBAL, sizes.layers(), sizes.heads())
                    .write(folder.files().resolve(Routing.FILE));
            folder.publish();
        }
    }

    private static Map<String, NDArray> fitted(
            NDManager scope,
            OasisConfig config,
            Path base,
            WanVaeConfig sizes,
            List<Clip> clips,
            Consumer<String> progress)
            throws IOException {
        ProjectorFit fit = new ProjectorFit(config);
        try (WanVae vae = new WanVae(sizes);
                Weights weights = Weights.open(base.resolve(OasisNetworks.VAE))) {
            vae.load(weights, scope.getDevice(), DType.F32);
            for (int i = 0; i < clips.size(); i++) {
                try (NDManager step = scope.newSubManager()) {
                    NDArray low = centre(clips.get(i).read(step));
                    NDArray high = Torch.clamp(Torch.bicubic(low, OasisConfig.SCALE), 0, 1);
                    NDArray moments = vae.encode(OasisScripts.SCRIPT.call("enter", high));
                    fit.add(OasisScripts.SCRIPT.call("enter", low), vae.normalise(vae.mean(moments)));
                }
                progress.accept("encoded clip " + (i + 1) + " of " + clips.size());
            }
        }
        ProjectorFit.Result result = fit.solve(scope);
        progress.accept("projector: root mean squared error %.4f of latents that vary by %.4f"
                .formatted(result.error(), result.spread()));
        return Map.of("proj.weight", result.weight(), "proj.bias", result.bias());
    }

    /** The middle of the frames, which is enough to tell a thousand boxes apart. */
    private static NDArray centre(NDArray frames) {
        long height = Math.min(frames.getShape().get(2), FIT_SIDE);
        long width = Math.min(frames.getShape().get(3), FIT_SIDE);
        long top = (frames.getShape().get(2) - height) / 2;
        long left = (frames.getShape().get(3) - width) / 2;
        return frames.get(new NDIndex(":, :, {}:{}, {}:{}", top, top + height, left, left + width));
    }

    private static Config config(String json) {
        return new Config(OasisNetworks.ID, JsonParser.parseString(json).getAsJsonObject());
    }

    private static void prompt(NDManager scope, Path base, int width, Path file) throws IOException {
        Path made = base.resolve(OasisNetworks.PROMPT);
        if (Files.exists(made)) {
            PromptFile prompt = PromptFile.read(scope, made, OasisNetworks.TEXT_TOKENS, width);
            PromptFile.write(file, prompt.embedding(), prompt.prompt(), prompt.encoder());
            return;
        }
        try (PromptEncoder encoder = PromptEncoder.open(base, Device.cpu(), DType.BF16)) {
            PromptFile.write(file, encoder.encode(scope, ""), "", encoder.sha256());
        }
    }

    private static void copy(Path base, WeightsFolderWriter folder, String component, Config config, Network network)
            throws IOException {
        try (Weights weights = Weights.open(base.resolve(component));
                NDManager mapped = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            network.parameters()
                    .shapes()
                    .forEach((name, shape) -> tensors.put(name, weights.load(mapped, name, shape)));
            weights.requireAllUsed();
            folder.component(component, config.json(), tensors);
        }
    }

    private static void random(
            WeightsFolderWriter folder, NDManager scope, String component, Config config, Network network, long seed)
            throws IOException {
        folder.component(component, config.json(), tensors(scope, seed, component, network));
    }

    private static Map<String, NDArray> tensors(NDManager scope, long seed, String component, Network network) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        network.parameters()
                .shapes()
                .forEach((name, shape) -> tensors.put(name, random(scope, seed, component + "." + name, shape)));
        return tensors;
    }

    /** Numbers that depend on seed and name. Matrices keep the size of what they are applied to; norms stay around 1. */
    private static NDArray random(NDManager scope, long seed, String name, Shape shape) {
        Random random = new Random(31 * seed + name.hashCode());
        boolean scale = name.endsWith("gamma") || shape.dimension() == 1 && name.endsWith("weight");
        double spread = shape.dimension() < 2 || scale ? 0.2 : Math.sqrt(shape.get(0) / (double) shape.size());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((scale ? 1 : 0) + random.nextGaussian() * spread);
        }
        return scope.create(values, shape);
    }
}
