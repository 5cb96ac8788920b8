package io.vsr4j.functions.api;

import io.vsr4j.functions.ChunkStatus;
import io.vsr4j.functions.Failures;
import io.vsr4j.functions.JobFacts;
import io.vsr4j.functions.JobOrigin;
import io.vsr4j.functions.JobStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job as users see it. */
@Schema(name = "Job", description = "One video that is restored.")
record JobBody(
        @Schema(description = "32 hexadecimal digits.", required = true)
        String id,

        @Schema(
                description = "What is being done with it; done, failed and cancelled are its ends.",
                enumeration = {"planning", "restoring", "merging", "done", "failed", "cancelled"},
                required = true)
        String state,

        @Schema(description = "What its user calls the video.", nullable = true)
        String name,

        @Schema(description = "Id of the model; null until it is planned.", nullable = true)
        String model,

        @Schema(description = "Factor of the model; null until it is planned.", nullable = true)
        Integer scale,

        @Schema(description = "When it was begun, UTC.", required = true)
        String created,

        @Schema(description = "When something was last done for it, UTC.", required = true)
        String updated,

        @Schema(description = "The video that came in; null until it is planned.", nullable = true)
        Source source,

        @Schema(description = "Frames of the result; null until it is planned.", nullable = true)
        Output output,

        @Schema(description = "How far it is.", required = true)
        Progress progress,

        @Schema(description = "The result; null until it is done.", nullable = true)
        Result result,

        @Schema(description = "Where the report is; null until it is done.", nullable = true)
        String reportUrl,

        @Schema(description = "What was given up, and why.", required = true)
        List<Failure> failures,

        @Schema(description = "Settings as they were given.", required = true)
        Map<String, String> settings) {

    /** The video that came in. */
    @Schema(name = "Source", description = "The video that came in.")
    record Source(
            @Schema(description = "Its name in the bucket.") String key,
            @Schema(description = "Pixels in a row.") int width,
            @Schema(description = "Rows.") int height,
            @Schema(description = "Number of frames.") int frames,
            @Schema(description = "How long it is.") double seconds,

            @Schema(description = "Average frames a second.")
            double fps,

            @Schema(description = "Extension of its name.") String container) {}

    /** Frames of the result. */
    @Schema(name = "Output", description = "Frames of the result.")
    record Output(
            @Schema(description = "Pixels in a row.") int width,
            @Schema(description = "Rows.") int height) {}

    /** How far a job is. */
    @Schema(name = "Progress", description = "How far a job is.")
    record Progress(
            @Schema(description = "Frames that are restored.")
            int frames,

            @Schema(description = "All frames; 0 until it is planned.")
            int total,

            @Schema(description = "The pieces that workers restore.")
            List<Chunk> chunks,

            @Schema(description = "Speed of all workers together, if it is known.", nullable = true)
            Double framesPerSecond,

            @Schema(description = "Time until all frames are restored, if it is known.", nullable = true)
            Double secondsLeft) {}

    /** A piece that a worker restores. */
    @Schema(name = "Chunk", description = "A piece that one worker restores.")
    record Chunk(
            @Schema(description = "Position, from 0.") int index,

            @Schema(description = "Index of its first frame in the video.")
            int first,

            @Schema(description = "Number of its frames.") int frames,

            @Schema(
                    description = "What is being done with it.",
                    enumeration = {"waiting", "running", "done"})
            String state,

            @Schema(description = "Its frames that are restored.")
            int done) {}

    /** The result. */
    @Schema(name = "Result", description = "The restored video.")
    record Result(
            @Schema(description = "Name to save it under.") String name,
            @Schema(description = "Its size.") long bytes,
            @Schema(description = "Where it is.") String url) {}

    /** Something that was given up. */
    @Schema(name = "Failure", description = "A step that was given up; resuming the job tries it again.")
    record Failure(
            @Schema(description = "split, merge, or the number of a chunk.")
            String step,

            @Schema(description = "Why.") String reason) {}

    static JobBody of(JobStatus job) {
        JobFacts facts = job.facts();
        JobOrigin origin = job.origin();
        String path = "/jobs/" + job.job();
        return new JobBody(
                job.job(),
                lower(job.state()),
                origin != null ? origin.name() : job.source() == null ? null : last(job.source()),
                job.model(),
                facts == null ? null : facts.scale(),
                job.begun(),
                job.updated(),
                facts == null ? null : source(facts),
                facts == null ? null : new Output(facts.outputWidth(), facts.outputHeight()),
                progress(job),
                job.result() == null ? null : new Result(last(job.result()), job.resultBytes(), path + "/result"),
                job.report() == null ? null : path + "/report",
                job.failures().stream().map(JobBody::failure).toList(),
                facts != null ? facts.settings() : origin != null ? origin.settings() : new TreeMap<>());
    }

    private static Source source(JobFacts facts) {
        String name = last(facts.source().key());
        int dot = name.lastIndexOf('.');
        return new Source(
                facts.source().key(),
                facts.width(),
                facts.height(),
                facts.frames(),
                facts.seconds(),
                facts.fps(),
                dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static Progress progress(JobStatus job) {
        boolean moves = job.state() == JobStatus.State.RESTORING && job.framesPerSecond() > 0;
        return new Progress(
                job.restored(),
                job.frames(),
                job.progress().stream().map(JobBody::chunk).toList(),
                moves ? job.framesPerSecond() : null,
                moves ? (job.frames() - job.restored()) / job.framesPerSecond() : null);
    }

    private static Chunk chunk(ChunkStatus chunk) {
        return new Chunk(chunk.index(), chunk.first(), chunk.frames(), lower(chunk.state()), chunk.done());
    }

    private static Failure failure(Failures.Failure failure) {
        return new Failure(failure.step(), failure.reason());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
