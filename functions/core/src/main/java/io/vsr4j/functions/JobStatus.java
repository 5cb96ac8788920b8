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
 * @param resultBytes its size, 0 until then
 * @param report name of the report, null until it is published
 * @param failures what was given up, and why
 * @param updated when something was last done for it, in ISO 8601
 * @param origin who asked for it, null if nobody did by name
 * @param facts what was planned, null until it is
 * @param progress each chunk, empty until it is planned
 * @param framesPerSecond of all workers together, 0 if it is not known
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
        long resultBytes,
        String report,
        List<Failures.Failure> failures,
        String updated,
        JobOrigin origin,
        JobFacts facts,
        List<ChunkStatus> progress,
        double framesPerSecond) {
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
        CANCELLED;

        /** {@return whether nothing more happens by itself} */
        public boolean isOver() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /** {@return when it was begun, as far as that is known, in ISO 8601} */
    public String begun() {
        if (origin != null) {
            return origin.created();
        }
        return created != null ? created : updated;
    }

    /** {@return frames that are restored} */
    public int restored() {
        return progress.stream().mapToInt(ChunkStatus::done).sum();
    }

    /** {@return frames that are to be restored, 0 until it is planned} */
    public int frames() {
        return facts == null ? 0 : facts.end() - facts.first();
    }
}
