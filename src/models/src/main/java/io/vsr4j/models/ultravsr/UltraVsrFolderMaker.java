package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Makes UltraVSR's folders. A fresh one restores as Stable Diffusion does, frame by frame, until it has been trained. */
final class UltraVsrFolderMaker implements FolderMaker {
    /** Not in the paper: the factor of a fresh folder without CLIP-IQA, in the middle of what clips score. */
    private static final double FACTOR = 0.5;

    private static final Config UNET = config("""
            {"block_out_channels": [8, 8, 16], "layers_per_block": 1, "cross_attention_dim": 8,
             "attention_head_dim": [1, 1, 2], "norm_num_groups": 2, "use_linear_projection": true,
             "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
             "up_block_types": ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"]}
            """);
    private static final Config VAE = config("""
            {"block_out_channels": [8, 8, 8, 8, 16], "layers_per_block": 1, "norm_num_groups": 2}
            """);
    // Where the picture is small: elsewhere they take their time.
    private static final RtsConfig UNITS = RtsConfig.of(config("""
            {"convolution_width": 6, "attention_width": 8,
             "convolution_sites":
             ["unet.down_blocks.0", "unet.down_blocks.1", "unet.down_blocks.2", "unet.mid_block", "unet.up_blocks.0",
              "unet.up_blocks.1", "unet.up_blocks.2", "decoder.mid_block", "decoder.up_blocks.0", "decoder.up_blocks.1"],
             "attention_sites":
             ["unet.down_blocks.0", "unet.down_blocks.1", "unet.down_blocks.2", "unet.mid_block", "unet.up_blocks.0"]}
            """), UNetConfig.of(UNET), AutoencoderConfig.of(VAE));
    private static final Config TOWER =
            config("{\"layers\": [1, 1, 1, 1], \"width\": 8, \"heads\": 4, \"output_dim\": 16}");

    private static Config config(String json) {
        return new Config("the tiny size", JsonParser.parseString(json).getAsJsonObject());
    }

    @Override
    public void tiny(Path out, long seed) throws IOException {
        RandomTensors random = new RandomTensors(seed);
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, UltraVsrProvider.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, Shape> unet = OwnModules.unet(UNET);
            folder.component(UltraVsrFolder.UNET, UNET.json(), random.tensors(scope, unet));
            Map<String, Shape> vae = OwnModules.vae(VAE);
            folder.component(UltraVsrFolder.VAE, VAE.json(), random.tensors(scope, vae));
            new OwnModules(UNET, VAE, UNITS).write(folder, scope, random, Optional.empty());
            Map<String, Shape> tower = new ClipIqa(TOWER).parameters().shapes();
            folder.component(Dem.TOWER, TOWER.json(), random.tensors(scope, tower));
            Map<String, Shape> features = Map.of(Dem.FEATURES, new Shape(4, TOWER.number("output_dim")));
            folder.component(Dem.PROMPTS, new JsonObject(), random.tensors(scope, features));
            Shape prompt = new Shape(1, 5, UNetConfig.of(UNET).textWidth());
            PromptFile.write(
                    folder.files().resolve(TextPrompt.FILE),
                    random.tensor(scope, TextPrompt.FILE, prompt, DType.F32),
                    "",
                    "");
            folder.publish();
        }
    }

    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        BaseFolder from = new BaseFolder(base);
        from.check();
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, UltraVsrProvider.ID);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            from.copyTo(folder);
            RtsConfig units = RtsConfig.standard(
                    RtsConfig.CONVOLUTION_WIDTH,
                    RtsConfig.ATTENTION_WIDTH,
                    UNetConfig.of(from.unet()),
                    AutoencoderConfig.of(from.vae()));
            new OwnModules(from.unet(), from.vae(), units)
                    .write(
                            folder,
                            scope,
                            OwnModules.fresh(seed),
                            from.hasClipIqa() ? Optional.empty() : Optional.of(FACTOR));
            folder.publish();
        }
    }
}
