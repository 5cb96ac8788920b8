package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
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
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of Stable Diffusion 2.1 in diffusers' arrangement, from which UltraVSR's begins. It may also hold
 * {@code clip_iqa} and {@code clip_iqa_text}, or the embedding of a prompt instead of what reads prompts.
 *
 * @param root the folder
 */
record BaseFolder(Path root) {
    /** No other forms of the same weights. */
    private static final Pattern ENCODER_FILES =
            Pattern.compile("config\\.json|model(-\\d+-of-\\d+)?\\.safetensors(\\.index\\.json)?");

    Config unet() throws IOException {
        return config(UltraVsrFolder.UNET);
    }

    Config vae() throws IOException {
        return config(UltraVsrFolder.VAE);
    }

    boolean hasClipIqa() {
        return Files.isDirectory(root.resolve(Dem.TOWER));
    }

    /** Refuses a folder that lacks something, before much is copied. */
    void check() throws IOException {
        unet();
        vae();
        if (!Files.isRegularFile(root.resolve(TextPrompt.FILE)) && !TextPrompt.canRead(root)) {
            throw new CheckpointException(root + " has no " + TextPrompt.ENCODER + " and " + TextPrompt.TOKENIZER
                    + ", which read the empty prompt; copy these folders of Stable Diffusion 2.1 there, or put a "
                    + TextPrompt.FILE + " in their place");
        }
    }

    void copyTo(WeightsFolderWriter folder) throws IOException {
        Weights unet = Weights.open(root.resolve(UltraVsrFolder.UNET));
        copy(folder, UltraVsrFolder.UNET, unet(), OwnModules.unet(unet()), unet);
        Weights vae = Weights.open(root.resolve(UltraVsrFolder.VAE)).renamed(Layouts.SD_VAE);
        copy(folder, UltraVsrFolder.VAE, vae(), OwnModules.vae(vae()), vae);
        if (hasClipIqa()) {
            copy(folder, Dem.TOWER);
            copy(folder, Dem.PROMPTS);
        }
        if (TextPrompt.canRead(root)) {
            copyFiles(folder, TextPrompt.TOKENIZER, file -> true);
            copyFiles(folder, TextPrompt.ENCODER, ENCODER_FILES.asMatchPredicate());
        }
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            prompt(scope, folder.files().resolve(TextPrompt.FILE));
        }
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

    private void copy(WeightsFolderWriter folder, String component) throws IOException {
        try (Weights stored = Weights.open(root.resolve(component))) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            stored.names().forEach(name -> shapes.put(name, stored.shape(name)));
            copy(folder, component, config(component), shapes, stored);
        }
    }

    private void copyFiles(WeightsFolderWriter folder, String part, Predicate<String> wanted) throws IOException {
        Path to = Files.createDirectory(folder.files().resolve(part));
        try (Stream<Path> files = Files.list(root.resolve(part))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (wanted.test(file.getFileName().toString())) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    /** The prompt that is kept here, or else the empty one, read by the text encoder. */
    private void prompt(NDManager scope, Path out) throws IOException {
        Path kept = root.resolve(TextPrompt.FILE);
        if (Files.isRegularFile(kept)) {
            int width = UNetConfig.of(unet()).textWidth();
            PromptFile prompt = PromptFile.read(scope, kept, TextPrompt.ROWS, width);
            PromptFile.write(out, prompt.embedding(), prompt.prompt(), prompt.encoder());
            return;
        }
        try (PromptEncoder encoder = PromptEncoder.open(root, Device.cpu(), DType.F32)) {
            PromptFile.write(out, encoder.encode(scope, ""), "", encoder.sha256());
        }
    }

    private Config config(String component) throws IOException {
        Path file = root.resolve(component).resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(
                    file + " is missing; the base must be a folder of Stable Diffusion 2.1 in diffusers' arrangement");
        }
        return Config.read(file);
    }
}
