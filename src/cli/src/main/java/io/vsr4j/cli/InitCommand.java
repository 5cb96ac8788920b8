package io.vsr4j.cli;

import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.network.Config;
import io.vsr4j.upscale.ClipFrames;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr init}. */
@Command(
        name = "init",
        description = {
            "Make a weights folder to start from.",
            "Of the published size, from the model that it builds on, with untrained modules of its own; or tiny and"
                    + " wholly random, to try the program: its pictures show nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr init adcvsr --size tiny -o tiny",
            "  vsr init adcvsr --base stable-diffusion-2-1-base -o start --seed 1    halfDecoder.ckpt beside unet/",
            "  vsr init ultravsr --base stable-diffusion-2-1-base -o start",
            "  vsr init oasis --base Wan2.1-T2V-1.3B-Diffusers -o start",
            "  vsr init litevsr --base Wan2.2-TI2V-5B-Diffusers -o start",
            "  vsr init compact -o start",
            "  vsr init oasis --base Wan2.1-T2V-1.3B-Diffusers --clips a.mp4 b.mp4 -o start",
            "  vsr init litevsr --base Wan2.2-TI2V-5B-Diffusers --config lora128.json -o start",
            "",
            "'vsr convert' makes such bases of the original files."
        })
final class InitCommand extends VsrCommand {
    /** Of each clip. */
    private static final int FRAMES = 17;

    @Parameters(
            paramLabel = "MODEL",
            completionCandidates = Candidates.Models.class,
            description = "Model, one of those that 'vsr models' lists.")
    private String model;

    @Mixin
    private FolderOption output;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "Folder of the model that it builds on, in diffusers' arrangement.")
    private Optional<Path> base;

    @Option(
            names = "--clips",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Videos of low quality that modules are fitted to, where a model has such.")
    private List<Path> clips = List.of();

    @Option(
            names = "--size",
            paramLabel = "tiny",
            completionCandidates = Candidates.Sizes.class,
            description = "tiny: as few random numbers as it takes, none of them zero.")
    private Optional<String> size;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of what is random (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the fresh modules that are not as published, as JSON; see docs/settings.md.")
    private Optional<Path> config;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FolderMaker maker = maker();
        if (size.isPresent() && !size.get().equals("tiny")) {
            throw new InvalidRequestException("--size must be tiny, got '" + size.get()
                    + "'; leave it out for the published size, which needs --base");
        }
        if (maker.standsAlone() && base.isPresent()) {
            throw new InvalidRequestException("model '" + model + "' builds on no other; leave out --base");
        }
        boolean alone = maker.standsAlone() && size.isEmpty();
        if (!alone && base.isPresent() == size.isPresent()) {
            throw new InvalidRequestException(
                    "name the folder of the model that '" + model + "' builds on with --base, or make a tiny one with"
                            + " --size tiny; " + (base.isPresent() ? "these exclude each other" : "one is needed"));
        }
        Path out = output.path();
        if (alone && clips.isEmpty()) {
            maker.fresh(null, out, seed);
        } else if (base.isPresent()) {
            if (!Files.isDirectory(base.get())) {
                throw new InvalidRequestException("--base " + base.get() + ": there is no such folder");
            }
            if (clips.isEmpty()) {
                maker.fresh(base.get(), out, seed);
            } else {
                ModelCard card = ModelRegistry.card(model);
                List<FolderMaker.Clip> read = clips.stream()
                        .map(clip -> (FolderMaker.Clip) owner -> ClipFrames.middle(owner, clip, card, FRAMES))
                        .toList();
                maker.fresh(base.get(), out, seed, read, err()::println);
            }
        } else {
            if (!clips.isEmpty()) {
                throw new InvalidRequestException("--clips goes with --base: a tiny folder is wholly random");
            }
            maker.tiny(out, seed);
        }
        new FolderText(out).print(out(), json);
        return Exit.DONE;
    }

    private FolderMaker maker() throws IOException {
        FolderMaker usual = ModelRegistry.folders(model);
        if (config.isEmpty()) {
            return usual;
        }
        if (!Files.isRegularFile(config.get())) {
            throw new InvalidRequestException("--config " + config.get() + ": there is no such file");
        }
        return usual.with(Config.read(config.get()));
    }
}
