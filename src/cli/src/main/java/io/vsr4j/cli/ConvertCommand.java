package io.vsr4j.cli;

import io.vsr4j.models.convert.Conversion;
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

/** {@code vsr convert}. */
@Command(
        name = "convert",
        description = {
            "Turn published checkpoints into a weights folder, with SHA256SUMS.",
            "A file may be safetensors, an index of several, or a checkpoint of PyTorch, of which nothing is run."
        },
        footerHeading = "%nFormats:%n",
        footer = {
            "  adcsr        net_params_200.pkl and halfDecoder.ckpt of AdcSR: a folder of AdcVSR that gives",
            "               AdcSR frame by frame, its temporal blocks being zero",
            "  wan          folder of Wan 2.1 (T2V 1.3B) or 2.2 (TI2V 5B) as its authors publish it",
            "  diffusers    folder of Stable Diffusion 2.1 or of Wan in diffusers' arrangement, .bin files too",
            "  osediff      osediff.pkl, and the folder of Stable Diffusion 2.1 that its low-rank changes are",
            "               merged into; --config adapter_config.json has lora_alpha (default: 8, as in peft)",
            "  pisa-sr      pisa_sr.pkl, likewise; pixel and semantic changes are both merged",
            "  wan-transformer, wan21-vae, wan22-vae, sd-vae    one network",
            "",
            "All but adcsr make bases for 'vsr init --base': networks, and the empty prompt in place of the text",
            "encoder. A prompt.safetensors that lies in the folder already is taken instead.",
            "",
            "Examples:",
            "  vsr convert adcsr net_params_200.pkl halfDecoder.ckpt -o adcsr",
            "  vsr convert wan Wan2.1-T2V-1.3B -o wan21",
            "  vsr convert osediff osediff.pkl stable-diffusion-2-1-base -o osediff"
        })
final class ConvertCommand extends VsrCommand {
    @Parameters(
            index = "0",
            paramLabel = "FORMAT",
            completionCandidates = Candidates.Formats.class,
            description = "What the files are; see below.")
    private String format;

    @Parameters(
            index = "1..*",
            paramLabel = "FILES",
            arity = "1..*",
            description = "The files or folders, in the format's order.")
    private List<Path> files;

    @Mixin
    private FolderOption output;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "What the files do not tell: config.json of a network (with wan: of the autoencoder) that has"
                    + " not the published size, or adapter_config.json.")
    private Optional<Path> config;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Conversion conversion = Conversion.of(format);
        List<String> wanted = conversion.files();
        if (files.size() != wanted.size()) {
            throw new InvalidRequestException("format '" + format + "' takes " + wanted.size()
                    + (wanted.size() == 1 ? " file" : " files") + ", " + String.join(" and ", wanted) + "; got "
                    + files.size());
        }
        files.forEach(ConvertCommand::requireThere);
        config.ifPresent(ConvertCommand::requireThere);
        Path out = output.path();
        conversion.convert(files, config, out);
        new FolderText(out).print(out(), json);
        return Exit.DONE;
    }

    private static void requireThere(Path path) {
        if (!Files.exists(path)) {
            throw new InvalidRequestException(path + ": there is no such file or folder");
        }
    }
}
