package io.vsr4j.cli;

import io.vsr4j.media.FileKinds;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.Metrics;
import io.vsr4j.quality.evaluate.Crop;
import io.vsr4j.quality.evaluate.DataFolder;
import io.vsr4j.quality.evaluate.DataSet;
import io.vsr4j.quality.evaluate.Degradation;
import io.vsr4j.quality.evaluate.Evaluation;
import io.vsr4j.quality.evaluate.EvaluationReport;
import io.vsr4j.quality.evaluate.EvaluationSettings;
import io.vsr4j.quality.evaluate.Protocol;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsr evaluate}. */
@Command(
        name = "evaluate",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Run models over a data set, measure the results, and write the papers' tables.",
            "",
            "DIR holds clips in GT/ and LQ/, videos or folders of pictures, of the same names; or several such sets. REDS4,"
                    + " UDM10, SPMCS, YouHQ40, RealVSR, MVSR4x and VideoLQ are known by the folder's name, with their"
                    + " protocols and the papers' numbers. Where there is no LQ/, GT is degraded.",
            "",
            "Finished results are kept in OUT/results: a run that was stopped in whatever way goes on with the same command."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr evaluate --data sets/UDM10 --models bicubic,compact",
            "  vsr evaluate --data sets --models compact,adcvsr --weights adcvsr=DIR --metric-weights files",
            "  vsr evaluate --data clips --models compact --frames 10 --crop 256x256 --metrics psnr,ssim"
        })
final class EvaluateCommand extends VsrCommand {
    private static final String ALL = "all";

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "Folder of a set, or of several sets.")
    private Path data;

    @Option(
            names = "--models",
            paramLabel = "ID,...",
            split = ",",
            required = true,
            completionCandidates = Candidates.Models.class,
            description = "Models, of those that 'vsr models' lists; a row of the table each.")
    private List<String> models;

    @Option(
            names = "--weights",
            paramLabel = "ID=DIR",
            description = "Folder of a model's weights; once for each model that needs one.")
    private Map<String, Path> weights = Map.of();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "OUT",
            description = "Folder of table.md, table.csv and table.html (default: DIR-evaluation).")
    private Optional<Path> out;

    @Option(
            names = "--metrics",
            paramLabel = "ID,...",
            split = ",",
            description =
                    "Metrics, or 'all' (default: psnr, ssim, and those whose files --metric-weights has, but for MANIQA, which is slow).")
    private List<String> metrics = List.of();

    @Option(
            names = "--metric-weights",
            paramLabel = "DIR",
            description = "Folder with the published files of learned metrics.")
    private Optional<Path> metricWeights;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames from the beginning of each clip, or 'all' (default: the set's protocol, else all).")
    private Optional<String> frames;

    @Option(
            names = "--crop",
            paramLabel = "WxH",
            description =
                    "The middle of each frame, in pixels of the result, or 'none' (default: the set's protocol, else"
                            + " none).")
    private Optional<String> crop;

    @Option(
            names = "--scale",
            paramLabel = "N",
            description = "Factor from LQ to GT (default: GT's size by LQ's; without one of both the set's, else 4).")
    private Optional<Integer> scale;

    @Option(
            names = "--degrade",
            paramLabel = "NAME",
            defaultValue = "bicubic",
            description =
                    "What makes inputs where there is no LQ/: bicubic; realbasicvsr, the papers' random blur, noise and"
                            + " compression, or h264, mere compression, by --seed; or none, which needs --scale 1 (default: ${DEFAULT-VALUE}).")
    private String degrade;

    @Option(names = "--fresh", description = "Forget the results of earlier runs.")
    private boolean fresh;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private GridOptions gridOptions;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Option(names = "--json", description = "Print one JSON object instead of the tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<DataSet> sets = new DataFolder(FileKinds::isVideo).read(data);
        EvaluationSettings settings = new EvaluationSettings(
                sets,
                settings(),
                wishes(),
                chosen(sets),
                new MetricWeights(metricWeights),
                compute.seed(),
                out.orElseGet(this::besideData),
                fresh);
        EvaluationProgress progress =
                new EvaluationProgress(err(), Terminal.columns(), () -> System.nanoTime() / 1e9, quiet);
        Evaluation evaluation = new Evaluation(settings, progress);
        vsr.interrupts().guard(evaluation::cancel);
        EvaluationReport report;
        try {
            report = evaluation.run();
        } catch (CancellationException e) {
            throw new CancellationException("stopped; give the same command to do what is missing");
        } finally {
            progress.clear();
        }
        EvaluationText text = new EvaluationText(report, settings.out());
        if (json) {
            out().println(Json.text(text.json()));
        } else {
            text.lines().forEach(out()::println);
        }
        return report.failures().isEmpty() ? Exit.DONE : Exit.FAILED;
    }

    private List<UpscaleSettings> settings() {
        for (String id : weights.keySet()) {
            if (!models.contains(id)) {
                throw new InvalidRequestException(
                        "--weights names model '" + id + "', which is not in --models " + String.join(",", models));
            }
        }
        List<UpscaleSettings> settings = new ArrayList<>();
        for (String id : new LinkedHashSet<>(models)) {
            ModelCard card = ModelRegistry.card(id);
            settings.add(new UpscaleSettings(
                    compute.settings(card, Optional.ofNullable(weights.get(id)), scale),
                    gridOptions.settings(),
                    UpscaleSettings.Output.DEFAULTS,
                    UpscaleSettings.Part.WHOLE));
        }
        return settings;
    }

    private Protocol.Wishes wishes() {
        return new Protocol.Wishes(
                frames.map(EvaluateCommand::count).orElse(OptionalInt.empty()),
                crop.map(Crop::of),
                scale.map(OptionalInt::of).orElse(OptionalInt.empty()),
                Degradation.of(degrade, compute.seed()));
    }

    private static OptionalInt count(String frames) {
        if (frames.equals(ALL)) {
            return OptionalInt.of(0);
        }
        if (!frames.matches("[1-9]\\d{0,8}")) {
            throw new InvalidRequestException("--frames must be a number of frames or all, got '" + frames + "'");
        }
        return OptionalInt.of(Integer.parseInt(frames));
    }

    private List<Metric> chosen(List<DataSet> sets) {
        if (metrics.equals(List.of(ALL))) {
            return Metrics.all();
        }
        if (!metrics.isEmpty()) {
            return Metrics.of(metrics);
        }
        boolean references = sets.stream().anyMatch(DataSet::hasReferences);
        return Metrics.usual(references, new MetricWeights(metricWeights));
    }

    private Path besideData() {
        Path whole = data.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + "-evaluation");
    }
}
