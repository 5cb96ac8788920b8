package io.vsr4j.functions.event;

import java.util.Map;

/**
 * A video that a job is wanted of.
 *
 * @param bucket its bucket
 * @param key its name, decoded
 * @param settings what was asked for it, by name
 * @param asked whether somebody asked for it by name, wherever it lies; if not, it was put, and counts only below
 *     {@code incoming/}
 * @param resumes id of a job that could not be begun and is tried again for it, else null
 */
public record Video(String bucket, String key, Map<String, String> settings, boolean asked, String resumes) {
    /** A video that no job was begun for. */
    public Video(String bucket, String key, Map<String, String> settings, boolean asked) {
        this(bucket, key, settings, asked, null);
    }

    /** {@return a video that was put} */
    static Video put(String bucket, String key) {
        return new Video(bucket, key, Map.of(), false);
    }
}
