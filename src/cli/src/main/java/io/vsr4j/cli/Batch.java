package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Several videos, one after another. One that fails does not stop the others. */
final class Batch {
    private final List<Path> videos;
    private final UnaryOperator<Path> output;
    private final Job job;

    /** Makes one output. */
    interface Job {
        /**
         * @param from the video
         * @param to its output
         * @param nth position among the videos, from 1
         */
        UpscaleReport run(Path from, Path to, int nth) throws IOException;
    }

    /**
     * @param videos in the order of their turns
     * @param output the output for a video
     * @param job makes one output
     */
    Batch(List<Path> videos, UnaryOperator<Path> output, Job job) {
        this.videos = videos;
        this.output = output;
        this.job = job;
    }

    /**
     * What came of all.
     *
     * @param reports of those that were made
     * @param skipped outputs that were there already, complete
     * @param failures of the rest
     */
    record Outcome(List<UpscaleReport> reports, List<Path> skipped, List<Failed> failures) {
        /** One video that was not made. */
        record Failed(Path video, Failure failure) {}

        /** {@return 0, or 1 if any failed for a reason that may go away, or 2 if all that failed were refused} */
        int exit() {
            return failures.stream()
                    .mapToInt(f -> f.failure().exit())
                    .reduce(Exit.DONE, (a, b) -> a == 0 ? b : Math.min(a, b));
        }

        String line() {
            return reports.size() + " done, " + skipped.size() + " skipped, " + failures.size() + " failed";
        }

        JsonObject json() {
            JsonObject object = new JsonObject();
            JsonArray results = new JsonArray();
            reports.forEach(r -> results.add(Results.json(r)));
            object.add("results", results);
            object.add("skipped", Json.tree(skipped.stream().map(Path::toString).toList()));
            JsonArray failed = new JsonArray();
            for (Failed f : failures) {
                JsonObject one = new JsonObject();
                one.addProperty("input", f.video().toString());
                one.addProperty("error", f.failure().line());
                one.addProperty("exit", f.failure().exit());
                failed.add(one);
            }
            object.add("failures", failed);
            object.addProperty("exit", exit());
            return object;
        }
    }

    /**
     * Makes all.
     *
     * @param finished is told of each that was made, at once
     * @param failed is told of each that was not
     * @return what came of all
     * @throws CancellationException if the user stopped it
     */
    Outcome run(Consumer<UpscaleReport> finished, BiConsumer<Path, Failure> failed) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<Path, Path> made = new HashMap<>();
        int nth = 0;
        for (Path video : videos) {
            nth++;
            Path to = output.apply(video);
            try {
                Path earlier = made.putIfAbsent(to, video);
                if (earlier != null) {
                    throw new InvalidRequestException(video + ": would become " + to + ", as " + earlier
                            + " has; restore it by itself and name another with -o");
                }
                boolean there = Files.exists(to);
                UpscaleReport report = job.run(video, to, nth);
                if (there && report.reused() == report.frames()) {
                    outcome.skipped().add(to);
                } else {
                    outcome.reports().add(report);
                    finished.accept(report);
                }
            } catch (CancellationException e) {
                throw e;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                Failure failure = Failure.of(e);
                outcome.failures().add(new Outcome.Failed(video, failure));
                failed.accept(video, failure);
            }
        }
        return outcome;
    }
}
