package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Submission;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr submit}. */
@Command(
        name = "submit",
        description = "Give a video, or all videos below a prefix of a bucket, to a service: prints their jobs.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr submit clip.mp4 --wait",
            "  vsr submit clip.mp4 --set scale=2 --set codec=h265",
            "  vsr submit s3://films/season1/"
        })
final class SubmitCommand extends VsrCommand {
    private static final String S3 = "s3://";
    /** Asking costs the service something: the longer a job runs, the less often. */
    private static final long LEAST_PAUSE_MILLIS = 500;

    private static final long MOST_PAUSE_MILLIS = 5_000;
    private static final int PAUSES = 100;

    @Parameters(paramLabel = "FILE|s3://BUCKET/PREFIX", description = "What to restore.")
    private String what;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting, by the name of the option of 'vsr upscale': model, scale, height, codec, crf, ...")
    private Map<String, String> settings = new TreeMap<>();

    @Option(names = "--wait", description = "Wait until the jobs are done, have failed or are cancelled.")
    private boolean wait;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServiceOptions options;

    private final CountDownLatch stop = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException {
        try (ServiceOptions.Connection connection = options.connect()) {
            Submission submission = new Submission(connection.service(), settings);
            List<Submission.Submitted> submitted =
                    what.startsWith(S3) ? library(submission) : List.of(submission.file(Path.of(what)));
            Jobs jobs = new Jobs(connection.service());
            vsr.interrupts().guard(stop::countDown);
            List<JobStatus> states = wait ? awaitAll(jobs, submitted) : List.of();
            print(submitted, states);
            boolean failed = states.stream().anyMatch(s -> s.state() != JobStatus.State.DONE);
            return failed ? Exit.FAILED : Exit.DONE;
        }
    }

    private List<Submission.Submitted> library(Submission submission) throws IOException {
        String path = what.substring(S3.length());
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        if (bucket.isEmpty()) {
            throw new InvalidRequestException(what + " names no bucket; write s3://BUCKET/PREFIX");
        }
        return submission.library(bucket, slash < 0 ? "" : path.substring(slash + 1));
    }

    private List<JobStatus> awaitAll(Jobs jobs, List<Submission.Submitted> submitted) throws IOException {
        List<JobStatus> states = new ArrayList<>();
        for (Submission.Submitted one : submitted) {
            states.add(await(jobs, one.job()));
        }
        return states;
    }

    private JobStatus await(Jobs jobs, String job) throws IOException {
        String said = "";
        long start = System.nanoTime();
        JobStatus before = null;
        while (true) {
            Optional<JobStatus> status = jobs.status(job, before);
            if (status.isPresent()) {
                before = status.get();
                String line = JobText.progress(status.get());
                if (!line.equals(said)) {
                    err().println(line);
                    said = line;
                }
                if (status.get().state().isOver()) {
                    return status.get();
                }
            }
            if (stopped(System.nanoTime() - start)) {
                throw new CancellationException(
                        "stopped waiting; job " + job + " goes on, and 'vsr job " + job + "' shows it");
            }
        }
    }

    /** Waits a while. */
    private boolean stopped(long nanos) {
        long pause = TimeUnit.NANOSECONDS.toMillis(nanos) / PAUSES;
        try {
            return stop.await(Math.max(LEAST_PAUSE_MILLIS, Math.min(MOST_PAUSE_MILLIS, pause)), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void print(List<Submission.Submitted> submitted, List<JobStatus> states) {
        if (json) {
            JsonObject object = new JsonObject();
            JsonArray jobs = new JsonArray();
            if (states.isEmpty()) {
                submitted.forEach(s -> jobs.add(Json.tree(s)));
            } else {
                states.forEach(s -> jobs.add(JobText.json(s)));
            }
            object.add("jobs", jobs);
            out().println(Json.text(object));
        } else if (states.isEmpty()) {
            submitted.forEach(s -> out().println(s.job() + "  s3://" + s.bucket() + "/" + JobText.name(s.key())));
        } else {
            states.forEach(s -> out().println(JobText.line(s)));
        }
        out().flush();
    }
}
