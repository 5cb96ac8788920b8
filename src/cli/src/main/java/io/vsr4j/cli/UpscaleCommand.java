package io.vsr4j.cli;

import com.google.gson.JsonObject;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.JobListener;
import io.vsr4j.upscale.UpscaleJob;
import io.vsr4j.upscale.UpscaleReport;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr upscale}. */
@Command(
        name = "upscale",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Make a video larger and sharper, and keep its sound, subtitles, times and tags.",
            "",
            "Finished chunks are kept in OUT.vsr-work until OUT is in its place: a run that was stopped in"
                    + " whatever way goes on with --resume."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr upscale clip.mp4                              writes clip_x4.mp4",
            "  vsr upscale clip.mp4 -o big.mkv --codec ffv1      without loss",
            "  vsr upscale clip.mp4 --height 1080 --from 1:30 --to 1:40",
            "  vsr upscale holiday/ -o large/ --resume           every video in a folder",
            "  vsr upscale 'frames/%%05d.png' -o out.mp4 --fps 24"
        })
final class UpscaleCommand extends VsrCommand {
    @Parameters(
            paramLabel = "IN",
            description = "A video, a folder of videos, or a folder or pattern of pictures (PNG, JPEG, TIFF).")
    private Path in;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            description = "File or folder to make (default: IN_x4.EXT, or IN_1080p.EXT with --height).")
    private Optional<String> output;

    @Mixin
    private OutputOptions outputOptions;

    @Mixin
    private PartOptions partOptions;

    @Mixin
    private NetworkOptions networkOptions;

    @Mixin
    private GridOptions gridOptions;

    @Option(
            names = "--resume",
            description = "Go on where an interrupted run of the same command stopped; in a folder, skip what is done.")
    private boolean resume;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        UpscaleSettings settings = new UpscaleSettings(
                networkOptions.settings(outputOptions.scale()),
                gridOptions.settings(),
                outputOptions.settings(),
                partOptions.settings());
        int scale = outputOptions.scale().orElseGet(() -> networkOptions.card().defaultScale());
        OutputNames names = new OutputNames(scale, outputOptions.height(), output);
        Input input = Input.of(in);
        if (input.kind() != Input.Kind.PICTURES
                && settings.output().pictureRate().isPresent()) {
            throw new InvalidRequestException(in + ": is no folder or pattern of pictures, and a video keeps its own"
                    + " times; leave out --fps");
        }
        return input.kind() == Input.Kind.VIDEOS ? several(input, names, settings) : one(input, names, settings);
    }

    private int one(Input input, OutputNames names, UpscaleSettings settings) throws IOException {
        UpscaleReport report = run(input.path(), names.of(input), settings, "");
        if (json) {
            out().println(Json.text(Results.json(report)));
        } else {
            Results.lines(report, quiet).forEach(out()::println);
        }
        return Exit.DONE;
    }

    private int several(Input input, OutputNames names, UpscaleSettings settings) throws IOException {
        output.map(Path::of).filter(o -> !Files.exists(o)).ifPresent(UpscaleCommand::createFolder);
        Batch batch = new Batch(input.videos(), names::ofEach, (from, to, nth) -> {
            String prefix = "file=" + nth + " files=" + input.videos().size();
            return run(from, to, settings, prefix);
        });
        Batch.Outcome outcome = batch.run(this::finished, this::failed);
        JsonObject summary = outcome.json();
        out().println(json ? Json.text(summary) : outcome.line());
        return outcome.exit();
    }

    private UpscaleReport run(Path from, Path to, UpscaleSettings settings, String prefix) throws IOException {
        Progress progress = new Progress(err(), Terminal.columns(), () -> System.nanoTime() / 1e9, prefix);
        UpscaleJob job = new UpscaleJob(from, to, settings, resume, quiet ? JobListener.NONE : progress);
        vsr.interrupts().guard(job::cancel);
        try {
            return job.run();
        } catch (CancellationException e) {
            throw new CancellationException(
                    "stopped before " + to + " was done; give the same command with --resume to go on");
        } finally {
            progress.clear();
        }
    }

    private void finished(UpscaleReport report) {
        if (!json) {
            Results.lines(report, quiet).forEach(out()::println);
        }
    }

    private void failed(Path video, Failure failure) {
        err().println("vsr: " + failure.line());
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "cannot make the folder " + folder + ": " + Failure.of(e).line(), e);
        }
    }
}
