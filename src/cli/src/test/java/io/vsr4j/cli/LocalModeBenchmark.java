package io.vsr4j.cli;

import com.google.gson.GsonBuilder;
import io.vsr4j.sizing.ChunkTimes;
import io.vsr4j.sizing.Effort;
import io.vsr4j.sizing.JobCosts;
import io.vsr4j.sizing.Simulation;
import io.vsr4j.sizing.Uploads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Whether the simulation agrees with local mode. {@code run VSR CLIP SETTINGS CHUNK_FRAMES WORKERS FILE} runs a job and keeps
 * what it took; {@code compare CHUNK_FRAMES CALIBRATION RUN...} predicts runs from one of a single worker that is not among
 * them, and prints both.
 */
public final class LocalModeBenchmark {
    /** Chunks in which the Java machine of a worker warms up; later ones are drawn at random. */
    private static final int WARM_UP = 6;
    /** Cores that others may take while a worker is measured alone. */
    private static final double ALONE = 0.15;

    private LocalModeBenchmark() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("run")) {
            LocalModeRun run = LocalModeRun.measure(
                    Path.of(args[1]).toAbsolutePath(), Integer.parseInt(args[4]), Path.of(args[2]), args[3]);
            Files.writeString(
                    Path.of(args[5]),
                    new GsonBuilder().setPrettyPrinting().create().toJson(run));
            System.out.printf(
                    Locale.ROOT,
                    "%d workers: %.2f s, others took %.2f cores%n",
                    run.workers(),
                    run.seconds(),
                    run.others());
        } else {
            compare(args);
        }
    }

    private static void compare(String[] args) throws Exception {
        int chunkFrames = Integer.parseInt(args[1]);
        int processors = Runtime.getRuntime().availableProcessors();
        LocalModeRun calibration = LocalModeRun.read(Path.of(args[2]));
        if (calibration.workers() != 1 || calibration.others() > ALONE) {
            throw new IllegalArgumentException(args[2] + " does not tell what one worker takes alone: "
                    + calibration.workers() + " workers, others took " + calibration.others() + " cores");
        }
        System.out.println("| workers | others, cores | measured, s | simulated, s | difference |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (String file : List.of(args).subList(3, args.length)) {
            LocalModeRun run = LocalModeRun.read(Path.of(file));
            double simulated = simulated(calibration, chunkFrames, run.workers(), processors - run.others());
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.2f | %.1f | %.1f | %+.1f %% |%n",
                    run.workers(),
                    run.others(),
                    run.seconds(),
                    simulated,
                    100 * (simulated / run.seconds() - 1));
        }
    }

    private static double simulated(LocalModeRun calibration, int chunkFrames, int workers, double cores) {
        List<Effort> chunks = calibration.chunks();
        JobCosts costs = new JobCosts(
                chunkFrames,
                new ChunkTimes(chunks.subList(0, WARM_UP), chunks.subList(WARM_UP, chunks.size())),
                perVideo(calibration.split()),
                perVideo(calibration.merge()));
        return Simulation.local(Uploads.atOnce(1, calibration.frames()), costs, workers, cores, 1)
                .end();
    }

    private static JobCosts.PerVideo perVideo(Effort effort) {
        return new JobCosts.PerVideo(effort.seconds(), 0, effort.cores());
    }
}
