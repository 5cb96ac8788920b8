package io.vsr4j.functions;

import java.util.List;

/**
 * How far a job is.
 *
 * @param job id
 * @param state what is being done
 * @param source name of the video, null if it is not known
 * @param finished chunks that are there
 * @param chunks all chunks, 0 until it is planned
 * @param model id of the model, null until it is planned
 * @param created when it was planned, in ISO 8601, null until then
 * @param result name of the result, null until it is published
 * @param report name of the report, null until it is published
 * @param failures what was given up, and why
 */
public record JobStatus(
        String job,
        State state,
        String source,
        int finished,
        int chunks,
        String model,
        String created,
        String result,
        String report,
        List<Failures.Failure> failures) {
    /** What is being done with a job. */
    public enum State {
        /** It is looked at, or will be. */
        PLANNING,
        /** Chunks are restored. */
        RESTORING,
        /** All chunks are there. */
        MERGING,
        /** The result is published. */
        DONE,
        /** Something was given up; {@code resume} tries it again. */
        FAILED,
        /** Somebody cancelled it. */
        CANCELLED
    }
}
