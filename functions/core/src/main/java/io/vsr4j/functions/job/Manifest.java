package io.vsr4j.functions.job;

import com.google.gson.Gson;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.UpscalePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * All that anybody needs to know of a job. It is written once, by whoever splits the job first, and every chunk is made from
 * it and the source alone.
 *
 * @param version meaning of this record, {@link #VERSION}
 * @param program version of the program that wrote it
 * @param job id
 * @param created when, in ISO 8601
 * @param source the video
 * @param settings as they were given
 * @param queue which queue chunks go to
 * @param extension container of the result
 * @param video what is in the source, with times and key frames of all frames
 * @param plan windows, tiles, chunks, model, encoder
 * @param parts for each chunk, what was cut out of the source for it; empty where workers read the source itself
 * @param result name of the result
 * @param report name of the report
 * @param notes what a user should know, one sentence each
 * @param trace the span that the job's steps follow, as W3C's {@code traceparent}, null if it has no trace
 */
public record Manifest(
        int version,
        String program,
        String job,
        String created,
        JobSource source,
        SortedMap<String, String> settings,
        String queue,
        String extension,
        VideoInfo video,
        UpscalePlan plan,
        List<Part> parts,
        String result,
        String report,
        List<String> notes,
        String trace) {
    /** The version that this code writes and obeys. */
    public static final int VERSION = 1;

    private static final Gson JSON = new Gson();

    /** Checks that nothing is missing that nobody could do without. */
    public Manifest {
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /** {@return what the result's video is} */
    public OutputVideo outputVideo() {
        UpscalePlan.Output made = plan.output();
        return OutputVideo.of(video, made.width(), made.height(), made.format());
    }

    /** {@return the same, with parts of the source for its chunks} */
    public Manifest withParts(List<Part> cut) {
        return new Manifest(
                version, program, job, created, source, settings, queue, extension, video, plan, cut, result, report,
                notes, trace);
    }

    /** {@return the same, with one more note} */
    public Manifest withNote(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Manifest(
                version, program, job, created, source, settings, queue, extension, video, plan, parts, result, report,
                more, trace);
    }

    /** {@return the manifest as JSON} */
    public String toJson() {
        return JSON.toJson(this);
    }

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException if it is none, or of another version
     */
    public static Manifest fromJson(String json) {
        try {
            Manifest manifest = JSON.fromJson(json, Manifest.class);
            if (manifest == null || manifest.version != VERSION) {
                throw new IllegalArgumentException("not of version " + VERSION);
            }
            return manifest;
        } catch (RuntimeException e) { // by its content, Gson throws all kinds
            throw new IllegalArgumentException("not a manifest: " + e.getMessage(), e);
        }
    }
}
