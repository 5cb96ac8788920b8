package io.vsr4j.cli;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.vsr4j.quality.Comparer;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Metrics;
import io.vsr4j.quality.PairLookup;
import io.vsr4j.quality.VideoInput;
import io.vsr4j.quality.report.Report;
import io.vsr4j.quality.report.ReportFile;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr compare}. */
@Command(
        name = "compare",
        customSynopsis = "vsr compare [OPTIONS] [REF] OUT",
        sortOptions = false,
        description = {
            "Measure how good a video is, frame by frame: against a reference, or by itself.",
            "",
            "A metric that lacks a file says what is missing, and the others go on. Exit status 2 if not one gives a"
                    + " number."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr compare original.mp4 restored.mp4",
            "  vsr compare original.mp4 restored.mp4 --metrics psnr-y,ssim --crop 4 --report report.html",
            "  vsr compare restored.mp4 --metrics niqe --json",
            "  vsr compare --list-metrics"
        })
final class CompareCommand extends VsrCommand {
    @Parameters(
            index = "0..1",
            paramLabel = "VIDEO",
            description =
                    "The reference, if there is one, and the video to measure: each a file, or a folder or pattern"
                            + " of pictures (PNG, JPEG, TIFF).")
    private List<Path> videos = List.of();

    @Option(
            names = "--metrics",
            paramLabel = "A,B",
            split = ",",
            description =
                    "What to measure, by the names that --list-metrics tells (default: quick ones, and those whose"
                            + " files are in --weights, but for MANIQA, which is slow).")
    private List<String> metrics = List.of();

    @Option(names = "--list-metrics", description = "Say what each metric is and what it needs, and exit.")
    private boolean list;

    @Option(
            names = "--align",
            description = "Resample OUT in time and size where it is not like REF, instead of refusing it.")
    private boolean align;

    @Option(
            names = "--crop",
            paramLabel = "N",
            defaultValue = "0",
            description = "Pixels at each border that metrics leave out which compare pixel by pixel (default: 0).")
    private int crop;

    @Option(names = "--weights", paramLabel = "DIR", description = "Folder of the published files of learned metrics.")
    private Optional<Path> weights;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page that shows it all: FILE.html, which takes the place of an earlier one.")
    private Optional<Path> report;

    @Option(
            names = "--worst-by",
            paramLabel = "METRIC",
            description =
                    "Metric that says which frames the report shows as the worst (default: PSNR or SSIM; without a"
                            + " reference NIQE or sharpness).")
    private Optional<String> worstBy;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:N]",
            defaultValue = "cpu",
            description = "Where networks run (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads within one operation of a network (default: one for each core).")
    private Optional<Integer> threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of metrics that look at random places (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object, with the numbers of each frame.")
    private boolean json;

    private final AtomicBoolean stopped = new AtomicBoolean();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            new MetricCards(metrics.isEmpty() ? Metrics.all() : Metrics.of(metrics)).print(out(), json);
            return Exit.DONE;
        }
        checkOptions();
        PrintWriter err = quiet ? new PrintWriter(Writer.nullWriter()) : err();
        Progress progress = new Progress(err, Terminal.columns(), () -> System.nanoTime() / 1e9, "");
        vsr.interrupts().guard(() -> stopped.set(true));
        try {
            return compare(progress);
        } finally {
            progress.clear();
        }
    }

    private void checkOptions() throws IOException {
        if (videos.isEmpty()) {
            throw refuse("Missing required parameter: 'OUT'");
        }
        if (videos.stream().anyMatch(v -> v.toString().isEmpty())) { // an unset variable of a script
            throw new InvalidRequestException("a name of a video is empty; name a file or a folder");
        }
        if (worstBy.isPresent() && report.isEmpty()) {
            throw refuse("--worst-by needs --report");
        }
        if (weights.isPresent() && !Files.isDirectory(weights.get())) {
            throw new InvalidRequestException("--weights " + weights.get() + ": there is no such folder");
        }
        Checks.atLeast("--crop", Optional.of(crop), 0);
        Checks.atLeast("--threads", threads, 1).ifPresent(TorchEngine::setThreads);
        if (report.isPresent()) {
            new ReportFile(report.get()).check(videos);
        }
    }

    private int compare(Progress progress) throws IOException, InterruptedException {
        MetricWeights folder = new MetricWeights(weights);
        boolean referred = videos.size() == 2;
        List<Metric> chosen = metrics.isEmpty() ? Metrics.usual(referred, folder) : Metrics.of(metrics);
        requireJudge(chosen);
        Device place = TorchEngine.device(device);
        progress.begin("probe", false);
        VideoInput reference = referred ? VideoInput.of(videos.get(0)) : null;
        VideoInput output = VideoInput.of(videos.get(videos.size() - 1));
        int frames = referred ? reference.frames() : output.frames();
        progress.begin("compare", true);
        Comparison comparison = new Comparer(chosen)
                .align(align)
                .crop(crop)
                .weights(folder)
                .device(place)
                .seed(seed)
                .observer(pair -> advanced(progress, pair.index() + 1, frames))
                .compare(reference, output);
        progress.clear();
        if (!json) {
            new ComparisonText(comparison).print(out());
        }
        if (report.isPresent()) {
            write(Report.of(comparison, worstBy), reference, output, progress);
        }
        if (json) {
            JsonObject object = ComparisonJson.of(comparison, crop, seed);
            report.ifPresent(path -> object.addProperty("report", path.toString()));
            out().println(Json.text(object));
        }
        out().flush();
        return comparison.results().stream().anyMatch(r -> r.score() != null) ? Exit.DONE : Exit.REFUSED;
    }

    /** Refuses before all the work what would be refused after it. */
    private void requireJudge(List<Metric> chosen) {
        if (worstBy.isPresent() && chosen.stream().noneMatch(m -> m.card().id().equals(worstBy.get()))) {
            throw new InvalidRequestException(
                    "--worst-by " + worstBy.get() + " is not measured; name one of " + String.join(", ", ids(chosen)));
        }
    }

    private static List<String> ids(List<Metric> metrics) {
        return metrics.stream().map(metric -> metric.card().id()).toList();
    }

    private void write(Report page, VideoInput reference, VideoInput output, Progress progress) throws IOException {
        progress.begin("report", true);
        ReportFile file = new ReportFile(report.get());
        try (PairLookup frames = PairLookup.open(reference, output, align)) {
            page.write(frames, file, done -> advanced(progress, done, page.lookups()));
        }
        progress.clear();
        if (!json) {
            out().println("report " + file.path());
        }
    }

    private void advanced(Progress progress, int done, int total) {
        if (stopped.get()) {
            throw new CancellationException("stopped before " + videos.get(videos.size() - 1) + " was compared");
        }
        progress.advanced(done, 0, total);
    }
}
