package io.vsr4j.models.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes folders of AdcVSR: one component with all tensors, under the network's names.
 *
 * @param settings entries of the configuration that are not as they usually are
 */
public record AdcVsrFolders(Config settings) implements FolderMaker {
    /** The component's name. */
    public static final String COMPONENT = "generator";

    private static final String DECODER_FILE = "halfDecoder.ckpt";

    AdcVsrFolders() {
        this(new Config(AdcVsrProvider.ID, new JsonObject()));
    }

    @Override
    public FolderMaker with(Config other) {
        return new AdcVsrFolders(other);
    }

    /** What a file of settings changes of the usual sizes. */
    private AdcVsrConfig sizes(AdcVsrConfig usual) {
        JsonObject all = usual.json();
        settings.json().entrySet().forEach(entry -> {
            settings.require(
                    all.has(entry.getKey()),
                    entry.getKey(),
                    "left out: it is none of " + String.join(", ", all.keySet()));
            all.add(entry.getKey(), entry.getValue());
        });
        return AdcVsrConfig.of(new Config(settings.name(), all));
    }

    @Override
    public void tiny(Path out, long seed) throws IOException {
        write(out, sizes(tiny()), new RandomTensors(seed));
    }

    /**
     * {@inheritDoc} The base has the UNet of Stable Diffusion 2.1 in {@code unet}, which is pruned, and beside it
     * AdcSR's {@code halfDecoder.ckpt}. The decoder of half the width was trained by itself: no other file has it.
     */
    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        fresh(base, out, seed, sizes(AdcVsrConfig.published()));
    }

    void fresh(Path base, Path out, long seed, AdcVsrConfig config) throws IOException {
        if (!Files.isDirectory(base.resolve("unet"))) {
            throw new CheckpointException(base
                    + " has no unet/: the base must be a folder of Stable Diffusion 2.1 in diffusers' arrangement");
        }
        Path decoder = base.resolve(DECODER_FILE);
        if (!Files.isRegularFile(decoder)) {
            throw new CheckpointException(base + " has no " + DECODER_FILE
                    + ": AdcVSR needs AdcSR's decoder of half the width, which cannot be made from Stable Diffusion's;"
                    + " put the file beside unet/");
        }
        int features = config.image().unet().outChannels();
        try (Weights unet = Weights.of(new AdcSrPruning(TensorFile.open(base.resolve("unet")), features));
                Weights half = Weights.open(decoder).renamed(Layouts.ADCSR_DECODER)) {
            write(out, config, (owner, name, shape, type) -> {
                if (name.startsWith("temporal.")) {
                    return untrained(seed).tensor(owner, name, shape, type);
                }
                // The mid block begins as the one that the decoder was trained with.
                return name.startsWith("body.1.")
                        ? unet.load(owner, name, shape, type)
                        : half.load(owner, name.replace("body.2.", "decoder.mid_block."), shape, type);
            });
            unet.requireAllUsed();
        }
    }

    /**
     * Makes a folder of AdcSR's published files. Its temporal residual blocks begin at zero, so that it gives what AdcSR
     * gives, frame by frame, until it is trained.
     *
     * @param net {@code net_params_200.pkl}: the pruned UNet and the mid block
     * @param decoder {@code halfDecoder.ckpt}: the rest of the decoder
     * @param config its sizes
     * @param out where the folder will be; nothing may be there yet
     * @param seed of the blocks' first convolutions, which have no effect before training
     * @throws CheckpointException if a file is not what it should be
     * @throws IOException if it cannot be read or written
     */
    public static void fromAdcSr(Path net, Path decoder, AdcVsrConfig config, Path out, long seed) throws IOException {
        try (Weights trained = Weights.open(net).renamed(Layouts.ADCSR_NET);
                Weights half = Weights.open(decoder).renamed(Layouts.ADCSR_DECODER)) {
            requireNames(net, trained, "body.1.", "net_params_200.pkl");
            requireNames(decoder, half, "decoder.", DECODER_FILE);
            write(out, config, (owner, name, shape, type) -> {
                Parameters.Source source = name.startsWith("temporal.")
                        ? untrained(seed)
                        : name.startsWith("decoder.") ? half::load : trained::load;
                return source.tensor(owner, name, shape, type);
            });
        }
    }

    private static void requireNames(Path file, Weights weights, String prefix, String what) {
        if (weights.names().stream().noneMatch(name -> name.startsWith(prefix))) {
            throw new CheckpointException(file + " is not AdcSR's " + what + ": it has no tensors '" + prefix + "...'");
        }
    }

    private static Parameters.Source untrained(long seed) {
        RandomTensors random = new RandomTensors(seed);
        return (owner, name, shape, type) ->
                AdcVsrNetwork.zeroStarted(name) ? owner.zeros(shape) : random.tensor(owner, name, shape, type);
    }

    private static void write(Path out, AdcVsrConfig config, Parameters.Source source) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            write(
                    out,
                    config,
                    source.tensors(scope, new AdcVsrNetwork(config).parameters().shapes()));
        }
    }

    /**
     * Writes a folder of tensors that are there already.
     *
     * @param out where the folder will be; nothing may be there yet
     * @param config sizes of the network
     * @param tensors all of its tensors by name
     * @throws IOException if it cannot be written
     */
    public static void write(Path out, AdcVsrConfig config, Map<String, NDArray> tensors) throws IOException {
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, AdcVsrProvider.ID)) {
            folder.component(COMPONENT, config.json(), tensors);
            folder.publish();
        }
    }

    private static AdcVsrConfig tiny() {
        UNetConfig unet = new UNetConfig(
                48,
                16,
                List.of(12, 24),
                1,
                List.of(false, true), // attention where the picture is small: among all pixels it takes its time
                List.of(true, false),
                List.of(2, 3),
                0,
                0,
                AdcSrConfig::prunedGroups,
                UNetConfig.sd21().eps());
        AdcSrConfig image = new AdcSrConfig(4, unet, List.of(8, 8, 8, 16, 16), 1, NormGroups.fixed(4));
        return new AdcVsrConfig(image, TemporalPlacement.PER_LAYER);
    }
}
