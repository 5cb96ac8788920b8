package io.vsr4j.cli;

import io.vsr4j.media.Codec;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.sizing.ChunkTimes;
import io.vsr4j.sizing.Effort;
import io.vsr4j.sizing.JobCosts;
import io.vsr4j.sizing.MeasuredJob;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.JobPlanner;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How many frames a chunk has, and how long it takes: as given, as a job took, or as measured now. */
final class ChunkOptions {
    private static final double MOST_SECONDS = 86_400;
    private static final int LEAST_BENCH_FRAMES = 24;
    /** Seconds of a processor for reading a frame's packet, and for decoding a pixel to find cuts; docs/scaling.md. */
    private static final double PROBE_FRAME = 0.0004;

    private static final double CUT_PIXEL = 1e-8;
    /** Seconds for copying and proving a frame of the result: assumed. */
    private static final double MERGE_FRAME = 0.001;

    @Option(
            names = "--model",
            paramLabel = "ID",
            completionCandidates = Candidates.Models.class,
            description = "Model, one of those that 'vsr models' lists (default: that of --measured, else compact).")
    private Optional<String> model;

    @Option(
            names = "--source-size",
            paramLabel = "WxH",
            defaultValue = "1280x720",
            description = "Size of the videos in pixels; times of another size are taken in proportion (default:"
                    + " ${DEFAULT-VALUE}).")
    private String size;

    @Option(names = "--chunk-frames", paramLabel = "N", description = "Frames of a chunk (default: the model's).")
    private Optional<Integer> chunkFrames;

    @Option(
            names = "--seconds-per-chunk",
            paramLabel = "S",
            description = "Seconds that a worker needs for a chunk, as measured.")
    private Optional<Double> secondsPerChunk;

    @Option(
            names = "--measured",
            paramLabel = "FILE",
            description = "report.json of a job that ran on such a worker: takes the times of its chunks.")
    private Optional<Path> measured;

    @Option(
            names = "--bench",
            description =
                    "Measure now, on this machine, the pipeline of 'vsr bench', with --source-size, --weights, --device;"
                            + " minutes where that is slow.")
    private boolean bench;

    @Option(names = "--weights", paramLabel = "DIR", description = "Folder of the model's weights, for --bench.")
    private Optional<Path> weights;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:N]",
            defaultValue = "cpu",
            description = "Where --bench measures (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--split",
            paramLabel = "S",
            description = "Seconds for looking into an hour of video and planning its job (default: by the size of its"
                    + " frames where the model must know the cuts, which takes decoding all, else by their number).")
    private Optional<Double> split;

    @Option(
            names = "--merge",
            paramLabel = "S",
            description = "Seconds for joining and proving an hour of video (default: that of --measured, else 86).")
    private Optional<Double> merge;

    /**
     * What is known of chunks.
     *
     * @param model id
     * @param costs what a job takes
     * @param source where the seconds per chunk are from, in words
     */
    record Known(String model, JobCosts costs, String source) {}

    private record Times(List<Double> seconds, String source) {}

    /** {@return what a job takes} */
    Known known(double fps, Interrupts interrupts) throws IOException {
        int[] sides = BenchCommand.sides("--source-size", size);
        long ways = Stream.of(secondsPerChunk.isPresent(), measured.isPresent(), bench)
                .filter(way -> way)
                .count();
        if (ways != 1) {
            throw new InvalidRequestException(
                    "how long a chunk takes is not known; say it with one of --seconds-per-chunk S, --measured report.json"
                            + " and --bench" + (ways == 0 ? "" : ", got " + ways + " of them"));
        }
        Optional<MeasuredJob> job =
                measured.isPresent() ? Optional.of(MeasuredJob.read(measured.get())) : Optional.empty();
        ModelCard card =
                ModelRegistry.card(model.orElse(job.map(MeasuredJob::model).orElse("compact")));
        if (job.isPresent() && !job.get().model().equals(card.id())) {
            throw new InvalidRequestException(measured.get() + " is of model '"
                    + job.get().model() + "' and says nothing of '" + card.id() + "'");
        }
        Checks.atLeast("--chunk-frames", chunkFrames, 1);
        int frames = chunkFrames.orElse(job.map(MeasuredJob::chunkFrames).orElse(JobPlanner.chunkFrames(card)));
        Times times = job.isPresent()
                ? ofJob(job.get(), frames, sides)
                : bench ? ofBench(card, frames, sides, interrupts) : given();
        List<Effort> chunks =
                times.seconds().stream().map(s -> new Effort(s, 0)).toList();
        JobCosts costs = new JobCosts(
                frames,
                new ChunkTimes(List.of(), chunks),
                perFrame("--split", split, splitFrame(card, sides), fps),
                perFrame("--merge", merge, job.map(MeasuredJob::mergeFrame).orElse(MERGE_FRAME), fps));
        return new Known(card.id(), costs, times.source());
    }

    private Times given() {
        double seconds = secondsPerChunk.orElseThrow();
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new InvalidRequestException(
                    "--seconds-per-chunk must be above 0 and at most " + (int) MOST_SECONDS + ", got " + seconds);
        }
        return new Times(List.of(seconds), "given");
    }

    private Times ofJob(MeasuredJob job, int frames, int[] sides) {
        double factor =
                (double) frames / job.chunkFrames() * sides[0] * sides[1] / ((double) job.width() * job.height());
        String source = "of " + job.chunks().size() + " chunks of " + job.chunkFrames() + " frames, " + job.width()
                + "x" + job.height() + ", in " + measured.get();
        return new Times(job.chunks().stream().map(s -> s * factor).toList(), source);
    }

    private Times ofBench(ModelCard card, int frames, int[] sides, Interrupts interrupts) throws IOException {
        int some = Math.max(LEAST_BENCH_FRAMES, card.windowFrames());
        UpscaleSettings.Network network = new UpscaleSettings.Network(
                card.id(),
                weights,
                OptionalInt.empty(),
                device,
                UpscaleSettings.Network.AUTO,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                false,
                0,
                Optional.empty());
        UpscaleSettings settings = new UpscaleSettings(
                network,
                UpscaleSettings.Grid.DEFAULTS,
                BenchCommand.output(Codec.H264.available() ? Codec.H264 : Codec.AV1),
                UpscaleSettings.Part.WHOLE);
        interrupts.guard(() -> {}); // the job is cancelled, and the folder is deleted in the end
        Path folder = Files.createTempDirectory("vsr-plan");
        try {
            Bench bench = new Bench(settings, sides[0], sides[1], 2 * some, interrupts);
            double seconds = bench.secondsPerFrame(folder, some) * frames;
            return new Times(List.of(seconds), "by " + some + " frames on this machine, " + device);
        } finally {
            BenchCommand.delete(folder);
        }
    }

    private static double splitFrame(ModelCard card, int[] sides) {
        return PROBE_FRAME + (card.windowFrames() > 1 ? CUT_PIXEL * sides[0] * sides[1] : 0);
    }

    private static JobCosts.PerVideo perFrame(String option, Optional<Double> hour, double otherwise, double fps) {
        if (hour.isPresent() && !(hour.get() >= 0 && hour.get() <= MOST_SECONDS)) {
            throw new InvalidRequestException(
                    option + " must be in 0.." + (int) MOST_SECONDS + " seconds, got " + hour.get());
        }
        return new JobCosts.PerVideo(
                0, hour.map(seconds -> seconds / 3600 / fps).orElse(otherwise), 0);
    }
}
