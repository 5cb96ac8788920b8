package io.vsr4j.functions.job;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of a job's objects. All state of a job lies in objects that are put once, under names that follow from the job:
 *
 * <pre>
 * jobs/JOB/request.json       who asked for it, if somebody did by name
 * jobs/JOB/manifest.json      what is to be done; never changed
 * jobs/JOB/resumed.json       which events have to come again, of a job that has no manifest yet
 * jobs/JOB/sent               all chunks have been sent to the queue once
 * jobs/JOB/parts/00012-HASH   what chunk 12 needs of the video, where it was cut into parts
 * jobs/JOB/chunks/00012       a finished chunk
 * jobs/JOB/progress/00012     how far an unfinished one is; written over and over, and nothing rests on it
 * jobs/JOB/shots/240.json     what the model knows of the shot that begins at frame 240
 * jobs/JOB/failures/00012.json, failures/split.json, failures/merge.json    why a step was given up
 * jobs/JOB/cancelled          somebody cancelled it
 * jobs/JOB/claims/merge.1     who merges, or sweeps
 * jobs/JOB/done.json          the result is published
 * </pre>
 *
 * @param prefix of all jobs, ends with a slash
 * @param job its id
 */
public record JobKeys(String prefix, String job) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    /** {@return whether a text is the id of a job, as far as one can see} */
    public static boolean isId(String job) {
        return job != null && ID.matcher(job).matches();
    }

    /** {@return what all names of the job begin with} */
    public String root() {
        return prefix + job + "/";
    }

    /** {@return name of the manifest} */
    public String manifest() {
        return root() + "manifest.json";
    }

    /** {@return name of who asked for it} */
    public String request() {
        return root() + "request.json";
    }

    /** {@return name of what is to be split again} */
    public String resumed() {
        return root() + "resumed.json";
    }

    /** {@return name of the mark that all chunks have been sent} */
    public String sent() {
        return root() + "sent";
    }

    /** {@return name of the part of the video for a chunk} Equal names have equal contents, whoever put them. */
    public String part(int index, String sha256) {
        return root() + "parts/" + number(index) + "-" + sha256;
    }

    /** {@return what names of chunks begin with} */
    public String chunks() {
        return root() + "chunks/";
    }

    /** {@return name of a chunk} */
    public String chunk(int index) {
        return chunks() + number(index);
    }

    /** {@return what names of the progress of chunks begin with} */
    public String progress() {
        return root() + "progress/";
    }

    /** {@return name of a chunk's progress} */
    public String progress(int index) {
        return progress() + number(index);
    }

    /** {@return name of what is known of a shot} */
    public String shot(int first) {
        return root() + "shots/" + first + ".json";
    }

    /** {@return what names of failures begin with} */
    public String failures() {
        return root() + "failures/";
    }

    /** {@return name of the failure of a step: {@code split}, {@code merge}, or the number of a chunk} */
    public String failure(String step) {
        return failures() + step + ".json";
    }

    /** {@return name of the mark of a cancelled job} */
    public String cancelled() {
        return root() + "cancelled";
    }

    /** {@return what names of claims of one kind begin with} */
    public String claims(String kind) {
        return root() + "claims/" + kind + ".";
    }

    /** {@return name of the mark of a finished job} */
    public String done() {
        return root() + "done.json";
    }

    /** {@return a chunk's number as it stands in names} */
    public static String number(int index) {
        return String.format(Locale.ROOT, "%05d", index);
    }
}
