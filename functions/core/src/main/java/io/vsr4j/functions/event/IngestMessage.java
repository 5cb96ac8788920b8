package io.vsr4j.functions.event;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Map;

/** What comes through the queue of events: notifications of S3, and requests of our own. */
public final class IngestMessage {
    private static final Gson JSON = new Gson();
    private static final String REQUEST = "submit";

    private IngestMessage() {}

    private record Request(String bucket, String key, Map<String, String> settings) {}

    /** {@return a message that asks for a job of an object that is in a bucket already} */
    public static String request(String bucket, String key, Map<String, String> settings) {
        JsonObject message = new JsonObject();
        message.add(REQUEST, JSON.toJsonTree(new Request(bucket, key, settings)));
        return JSON.toJson(message);
    }

    /**
     * {@return the videos that a message is about}
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static List<Video> videos(String json) {
        try {
            JsonObject message = JSON.fromJson(json, JsonObject.class);
            if (message == null || !message.has(REQUEST)) {
                return S3Notification.fromJson(json).puts();
            }
            Request request = JSON.fromJson(message.get(REQUEST), Request.class);
            if (request == null || request.bucket() == null || request.key() == null) {
                throw new IllegalArgumentException("a request names no bucket and object");
            }
            Map<String, String> settings = request.settings() == null ? Map.of() : request.settings();
            if (request.bucket().isBlank() || request.key().isEmpty() || settings.containsValue(null)) {
                throw new IllegalArgumentException("a request has an empty name or setting");
            }
            return List.of(new Video(request.bucket(), request.key(), settings, true));
        } catch (JsonParseException | ClassCastException e) {
            throw new IllegalArgumentException("not a message of this queue: " + e.getMessage(), e);
        }
    }
}
