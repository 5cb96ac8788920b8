package io.vsr4j.models.ultravsr;

import static io.vsr4j.models.ultravsr.UltraVsrFolder.PROMPT;
import static io.vsr4j.models.ultravsr.UltraVsrFolder.RTS;
import static io.vsr4j.models.ultravsr.UltraVsrFolder.UNET;
import static io.vsr4j.models.ultravsr.UltraVsrFolder.VAE;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes UltraVSR's folders. A fresh one restores as Stable Diffusion does, frame by frame, until it has been trained. */
final class UltraVsrFolderMaker implements FolderMaker {
    /** Not in the paper: the factor of a fresh folder without CLIP-IQA, in the middle of what clips score. */
    private static final double FACTOR = 0.5;

    private static final Config TINY_UNET = config("""
            {"block_out_channels": [8, 8, 16, 16], "layers_per_block": 1, "cross_attention_dim": 8,
             "attention_head_dim": [1, 1, 2, 2], "norm_num_groups": 2, "use_linear_projection": true,
             "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
             "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}
            """);
    private static final Config TINY_VAE = config("""
            {"block_out_channels": [8, 8, 8, 16], "layers_per_block": 1, "norm_num_groups": 2,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}
            """);
    private static final Config TINY_TOWER =
            config("{\"layers\": [1, 1, 1, 1], \"width\": 8, \"heads\": 4, \"output_dim\": 16}");
    private static final int TINY_RTS = 6;

    private static Config config(String json) {
        return new Config("the tiny size", JsonParser.parseString(json).getAsJsonObject());
    }

    @Override
    public void tiny(Path out, long seed) throws IOException {
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, UltraVsrProvider.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            RandomTensors random = new RandomTensors(scope, seed);
            Parameters unet = unet(TINY_UNET);
            Parameters vae = vae(TINY_VAE);
            folder.component(UNET, TINY_UNET.json(), random.of(unet.shapes(), name -> false));
            folder.component(VAE, TINY_VAE.json(), random.of(vae.shapes(), name -> false));
            own(folder, new Modules(TINY_UNET, TINY_VAE, TINY_RTS, FACTOR), random, name -> false);
            folder.component(
                    Dem.TOWER,
                    TINY_TOWER.json(),
                    random.of(new ClipIqa(TINY_TOWER).parameters().shapes(), name -> false));
            int features = TINY_TOWER.number("output_dim");
            folder.component(
                    Dem.PROMPTS,
                    new JsonObject(),
                    random.of(Map.of(Dem.FEATURES, new Shape(4, features)), name -> false));
            int width = UNetConfig.of(TINY_UNET).textWidth();
            NDArray prompt = random.of(Map.of(PROMPT, new Shape(1, 5, width)), name -> false)
                    .get(PROMPT);
            PromptFile.write(folder.files().resolve(PROMPT), prompt, "", "");
            folder.publish();
        }
    }

    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        Config unet = Config.read(required(base.resolve(UNET).resolve("config.json")));
        Config vae = Config.read(required(base.resolve(VAE).resolve("config.json")));
        boolean iqa = Files.isDirectory(base.resolve(Dem.TOWER));
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, UltraVsrProvider.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            copy(folder, UNET, unet, unet(unet).shapes(), Weights.open(base.resolve(UNET)));
            copy(
                    folder,
                    VAE,
                    vae,
                    vae(vae).shapes(),
                    Weights.open(base.resolve(VAE)).renamed(Layouts.SD_VAE));
            Modules modules = new Modules(unet, vae, RtsConfig.WIDTH, FACTOR);
            own(folder, modules, new RandomTensors(scope, seed), UltraVsrFolderMaker::startsAtZero);
            if (iqa) {
                for (String component : List.of(Dem.TOWER, Dem.PROMPTS)) {
                    copy(folder, component, base.resolve(component));
                }
            }
            prompt(scope, base, UNetConfig.of(unet).textWidth(), folder.files().resolve(PROMPT));
            folder.publish();
        }
    }

    private static boolean startsAtZero(String name) {
        return RtsUnit.isLast(name) || name.contains(".lora_B.");
    }

    /** What decides the sizes of UltraVSR's own modules. */
    private record Modules(Config unet, Config vae, int width, double factor) {
        RtsConfig rts() {
            return RtsConfig.standard(width, UNetConfig.of(unet), AutoencoderConfig.of(vae));
        }
    }

    /** Temporal units and low-rank changes. */
    private static void own(WeightsFolderWriter folder, Modules sizes, RandomTensors random, Predicate<String> zero)
            throws IOException {
        RtsConfig rts = sizes.rts();
        JsonObject config = rts.toJson();
        config.addProperty(UltraVsrFolder.FACTOR, sizes.factor());
        folder.component(RTS, config, random.of(new RtsNetwork(rts).parameters().shapes(), zero));
        JsonObject lora = new JsonObject();
        lora.addProperty("r", LoraTargets.RANK);
        lora.addProperty(UltraVsrFolder.ALPHA, LoraTargets.ALPHA);
        Map<String, Shape> unet = LoraTargets.unet(unet(sizes.unet()).shapes());
        Map<String, Shape> encoder = LoraTargets.encoder(vae(sizes.vae()).shapes());
        folder.component(UNET + UltraVsrFolder.LORA, lora, random.of(unet, zero));
        folder.component(VAE + UltraVsrFolder.LORA, lora, random.of(encoder, zero));
    }

    private static Parameters unet(Config config) {
        return new UNet2DConditionModel(UNetConfig.of(config)).parameters();
    }

    private static Parameters vae(Config config) {
        return new AutoencoderKl(AutoencoderConfig.of(config)).parameters();
    }

    /** Copies what the network has, and refuses a checkpoint that has more or less. */
    private static void copy(
            WeightsFolderWriter folder, String component, Config config, Map<String, Shape> shapes, Weights stored)
            throws IOException {
        try (stored;
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> tensors.put(name, stored.load(scope, name, shape)));
            stored.requireAllUsed();
            folder.component(component, config.json(), tensors);
        }
    }

    private static void copy(WeightsFolderWriter folder, String component, Path from) throws IOException {
        Config config = Config.read(required(from.resolve("config.json")));
        try (Weights stored = Weights.open(from)) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            stored.names().forEach(name -> shapes.put(name, stored.shape(name)));
            copy(folder, component, config, shapes, stored);
        }
    }

    /** The empty prompt: kept in the base, or read by its text encoder. */
    private static void prompt(NDManager scope, Path base, int width, Path out) throws IOException {
        if (Files.isRegularFile(base.resolve(PROMPT))) {
            PromptFile kept = PromptFile.read(scope, base.resolve(PROMPT), UltraVsrFolder.ROWS, width);
            PromptFile.write(out, kept.embedding(), kept.prompt(), kept.encoder());
            return;
        }
        try (PromptEncoder encoder = PromptEncoder.open(base, Device.cpu(), DType.F32)) {
            PromptFile.write(out, encoder.encode(scope, ""), "", encoder.sha256());
        }
    }

    private static Path required(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    file + " is missing; the base must be a folder of Stable Diffusion 2.1 in diffusers' arrangement");
        }
        return file;
    }
}
