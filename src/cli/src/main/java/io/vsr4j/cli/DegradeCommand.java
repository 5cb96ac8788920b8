package io.vsr4j.cli;

import com.google.gson.JsonObject;
import io.vsr4j.degrade.DegradeJob;
import io.vsr4j.degrade.Preset;
import io.vsr4j.degrade.Temporal;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.JobListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr degrade}. */
@Command(
        name = "degrade",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Make a good video bad, as the videos are that models are trained and measured on.",
            "",
            "Frames become smaller, and are blurred, made noisy and compressed at random; equal seeds give equal"
                    + " files. Sound, subtitles, times and tags are kept. Matroska, QuickTime, AVI and NUT take the frames"
                    + " without further loss (FFV1); elsewhere they are compressed once more, at high quality."
        },
        footerHeading = "%nPresets:%n",
        footer = {
            "  realbasicvsr   the papers': blur, resizing, noise, JPEG and video compression, twice over; numbers walk",
            "                 from frame to frame",
            "  realbasicvsr-mpeg2",
            "                 the same, where a third of the videos is MPEG-2 and another MPEG-4",
            "  h264           now and then slight blur, reduction, now and then slight noise, mostly H.264 at CRF 16 to 30",
            "",
            "Examples:",
            "  vsr degrade clip.mp4 -o bad.mkv                        a quarter of the size",
            "  vsr degrade clip.mp4 -o bad.mkv --preset h264 --scale 2 --seed 7",
            "  vsr degrade frames/ -o bad.mkv --fps 25 --temporal consistent"
        })
final class DegradeCommand extends VsrCommand {
    @Parameters(paramLabel = "IN", description = "A video, or a folder or pattern of pictures (PNG, JPEG, TIFF).")
    private Path in;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "Video to make; .mkv is best.")
    private Path output;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            defaultValue = "realbasicvsr",
            completionCandidates = Candidates.Presets.class,
            description = "What is done; see below (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--temporal",
            paramLabel = "MODE",
            completionCandidates = Candidates.TemporalModes.class,
            description = "consistent: one draw for the video; walk: numbers change a little with every frame"
                    + " (default: the preset's).")
    private Optional<String> temporal;

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "4",
            description = "By which both sides shrink, 1 to 16 (default: ${DEFAULT-VALUE}).")
    private int scale;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides everything that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--fps", paramLabel = "N", description = "Frames a second of pictures (default: 24).")
    private Optional<Double> fps;

    @Option(names = "--overwrite", description = "Replace OUT.")
    private boolean overwrite;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        DegradeJob.Settings settings = settings();
        if (Input.of(in).kind() == Input.Kind.VIDEOS) {
            throw new InvalidRequestException(in + ": holds several videos, and one is degraded at a time; name it");
        }
        Progress progress = new Progress(err(), Terminal.columns(), () -> System.nanoTime() / 1e9, "");
        DegradeJob job = new DegradeJob(in, output, settings, quiet ? JobListener.NONE : progress);
        vsr.interrupts().guard(job::cancel);
        DegradeJob.Report report;
        try {
            report = job.run();
        } finally {
            progress.clear();
        }
        if (json) {
            out().println(Json.text(json(report)));
        } else {
            out().println(line(report));
            if (quiet) {
                report.notes().forEach(note -> out().println("  " + note));
            }
        }
        return Exit.DONE;
    }

    private DegradeJob.Settings settings() {
        if (scale < 1 || scale > 16) {
            throw new InvalidRequestException("--scale must be from 1 to 16, got " + scale);
        }
        Preset chosen;
        try {
            chosen = Preset.of(preset);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--preset must be one of " + Preset.ids() + ", got '" + preset + "'", e);
        }
        Temporal mode = temporal.map(DegradeCommand::mode).orElseGet(chosen::temporal);
        OptionalDouble rate = fps.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        return new DegradeJob.Settings(chosen, mode, scale, seed, rate, overwrite);
    }

    private static Temporal mode(String name) {
        return switch (name) {
            case "consistent" -> Temporal.CONSISTENT;
            case "walk" -> Temporal.WALK;
            default -> throw new InvalidRequestException("--temporal must be consistent or walk, got '" + name + "'");
        };
    }

    private String line(DegradeJob.Report report) {
        return String.format(
                Locale.ROOT,
                "%s: %dx%d, %d frames, %s, by %s x1/%d with seed %d in %.1f s (%.1f frames a second)",
                report.output(),
                report.width(),
                report.height(),
                report.frames(),
                report.codec(),
                preset,
                scale,
                seed,
                report.seconds(),
                report.frames() / report.seconds());
    }

    private JsonObject json(DegradeJob.Report report) {
        JsonObject object = new JsonObject();
        object.addProperty("input", in.toString());
        object.addProperty("output", report.output().toString());
        object.addProperty("width", report.width());
        object.addProperty("height", report.height());
        object.addProperty("frames", report.frames());
        object.addProperty("codec", report.codec());
        object.addProperty("preset", preset);
        object.addProperty("scale", scale);
        object.addProperty("seed", seed);
        object.addProperty("seconds", Json.rounded(report.seconds()));
        object.add("notes", Json.tree(report.notes()));
        return object;
    }
}
