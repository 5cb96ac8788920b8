package io.vsr4j.cli;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How networks are run, whichever they are. */
final class ComputeOptions {
    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:N]",
            description = "Where the network runs (default: ${DEFAULT-VALUE}).",
            defaultValue = "cpu")
    private String device;

    @Option(
            names = "--dtype",
            paramLabel = "auto|f32|f16|bf16",
            completionCandidates = Candidates.Types.class,
            description =
                    "Precision of the network (default: auto, what the model prefers; f32 on a processor that is slow at that).")
    private Optional<String> dtype;

    @Option(
            names = "--memory",
            paramLabel = "GB",
            description = "Gigabytes that a window may take beside the weights; larger frames are cut into tiles"
                    + " (default: half of the machine's or what is free on the GPU, less the weights).")
    private Optional<Double> memory;

    @Option(
            names = "--offload",
            description =
                    "Read the weights block by block, in turn, for a device that they do not fit: slower, with the"
                            + " same result (default: only as memory demands).")
    private boolean offload;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads within one operation of the network (default: one for each core).")
    private Optional<Integer> threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the noise, for models that use noise (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "Words that describe the video, for models that take them and whose weights folder has a text"
                    + " encoder.")
    private Optional<String> prompt;

    /** {@return where networks run} */
    String device() {
        return device;
    }

    /** {@return the seed of whatever is drawn at random} */
    long seed() {
        return seed;
    }

    /**
     * {@return the settings}
     *
     * @param card the model
     * @param weights folder of its weights
     * @param scale factor, if one was asked for
     */
    UpscaleSettings.Network settings(ModelCard card, Optional<Path> weights, Optional<Integer> scale) {
        if (scale.isPresent() && (scale.get() < 1 || scale.get() > UpscaleSettings.MOST_SCALE)) {
            throw new InvalidRequestException(
                    "--scale must be in 1.." + UpscaleSettings.MOST_SCALE + ", got " + scale.get());
        }
        if (offload) {
            card.requireOffload();
        }
        if (weights.isPresent() && ModelRegistry.weightsParts(card.id()).isEmpty()) {
            throw new InvalidRequestException(
                    "model '" + card.id() + "' needs no weights but its own; leave out --weights");
        }
        if (prompt.isPresent()) {
            card.requirePrompts();
        }
        if (memory.isPresent() && !(memory.get() > 0 && memory.get() < 1e6)) {
            throw new InvalidRequestException("--memory must be a number of gigabytes above 0, got " + memory.get());
        }
        return new UpscaleSettings.Network(
                card.id(),
                weights,
                scale.map(OptionalInt::of).orElse(OptionalInt.empty()),
                device,
                dtype.orElse(UpscaleSettings.Network.AUTO),
                Checks.atLeast("--threads", threads, 1),
                memory.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                offload,
                seed,
                prompt);
    }
}
