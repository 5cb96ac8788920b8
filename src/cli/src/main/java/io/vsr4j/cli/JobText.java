package io.vsr4j.cli;

import com.google.gson.JsonObject;
import io.vsr4j.functions.JobStatus;
import java.util.Locale;

/** A job in words, and as JSON. */
final class JobText {
    private JobText() {}

    /** {@return how far it is, as progress is told to programs} */
    static String progress(JobStatus job) {
        return "job=" + job.job() + " state=" + state(job) + " chunks=" + job.finished() + " total=" + job.chunks();
    }

    /** {@return one line} */
    static String line(JobStatus job) {
        String line = job.job() + "  " + state(job) + "  " + job.finished() + "/" + job.chunks() + "  "
                + name(job.result() != null ? job.result() : job.source() != null ? job.source() : "");
        return job.failures().isEmpty()
                ? line
                : line + "  " + job.failures().get(0).step() + ": "
                        + Failure.oneLine(job.failures().get(0).reason());
    }

    /** {@return the name of an object, which may hold anything, as terminals may be shown it} */
    static String name(String key) {
        return key.replaceAll("\\p{Cntrl}", "?");
    }

    /** {@return all that is known} */
    static JsonObject json(JobStatus job) {
        JsonObject object = Json.tree(job).getAsJsonObject();
        object.addProperty("state", state(job));
        return object;
    }

    private static String state(JobStatus job) {
        return job.state().name().toLowerCase(Locale.ROOT);
    }
}
