package io.vsr4j.functions.event;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * What S3 says when objects were put. Of its many fields these are read.
 *
 * @param records one for each object; null in the event by which S3 tries a queue
 * @param event {@value #TEST} in that one, else null
 */
public record S3Notification(
        @SerializedName("Records") List<Entry> records,
        @SerializedName("Event") String event) {
    /** What S3 sends to a destination that it was just told of. */
    public static final String TEST = "s3:TestEvent";

    private static final Gson JSON = new Gson();

    /** One event. */
    public record Entry(String eventName, Detail s3) {}

    /** Where it happened. */
    public record Detail(Bucket bucket, ObjectName object) {}

    /** A bucket. */
    public record Bucket(String name) {}

    /**
     * An object.
     *
     * @param key its name, encoded as in forms
     * @param size in bytes
     * @param eTag of its contents
     */
    public record ObjectName(String key, long size, String eTag) {}

    /** {@return the notification that S3 gives of one object} */
    public static S3Notification created(String bucket, String key, long bytes, String eTag) {
        String encoded = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
        return new S3Notification(
                List.of(new Entry(
                        "ObjectCreated:Put",
                        new Detail(new Bucket(bucket), new ObjectName(encoded, bytes, eTag.replace("\"", ""))))),
                null);
    }

    /**
     * Reads a notification.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static S3Notification fromJson(String json) {
        try {
            S3Notification notification = JSON.fromJson(json, S3Notification.class);
            if (notification == null) {
                throw new IllegalArgumentException("not a notification of S3: it is empty");
            }
            return notification;
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not a notification of S3: its fields are of other kinds", e);
        }
    }

    /**
     * Reads the detail of EventBridge's "Object Created".
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Video ofDetail(String json) {
        try {
            Detail detail = JSON.fromJson(json, Detail.class);
            requireWhole(detail);
            return Video.put(detail.bucket().name(), detail.object().key()); // not encoded, unlike S3's own
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("not a detail of EventBridge: its fields are of other kinds", e);
        }
    }

    /** {@return the notification as JSON} */
    public String toJson() {
        return JSON.toJson(this);
    }

    /**
     * {@return the objects that were put}
     *
     * @throws IllegalArgumentException if there are no records, or one names no object
     */
    public List<Video> puts() {
        if (records == null) {
            if (TEST.equals(event)) {
                return List.of();
            }
            throw new IllegalArgumentException("not a notification of S3: it has no Records");
        }
        if (records.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("not a notification of S3: a record is null");
        }
        return records.stream()
                .filter(r -> r.eventName() == null || r.eventName().contains("ObjectCreated"))
                .map(S3Notification::video)
                .toList();
    }

    private static Video video(Entry entry) {
        requireWhole(entry.s3());
        return Video.put(
                entry.s3().bucket().name(),
                URLDecoder.decode(entry.s3().object().key(), StandardCharsets.UTF_8));
    }

    private static void requireWhole(Detail detail) {
        if (detail == null
                || detail.bucket() == null
                || detail.bucket().name() == null
                || detail.object() == null
                || detail.object().key() == null
                || detail.bucket().name().isBlank()
                || detail.object().key().isEmpty()) {
            throw new IllegalArgumentException("not a notification of S3: it names no bucket and object");
        }
    }
}
