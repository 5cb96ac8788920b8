package io.vsr4j.functions.event;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.vsr4j.functions.job.JobKeys;
import java.util.List;
import java.util.Map;

/** What comes as an event: notifications of S3, its own or by way of EventBridge, and requests of ours. */
public final class IngestMessage {
    private static final Gson JSON = new Gson();
    private static final String REQUEST = "submit";
    /** What EventBridge puts around what happened. */
    private static final String KIND = "detail-type";

    private static final String CREATED = "Object Created";

    private IngestMessage() {}

    private record Request(String bucket, String key, Map<String, String> settings, String resumes) {}

    /** {@return a message that asks for a job of an object that is in a bucket already} */
    public static String request(String bucket, String key, Map<String, String> settings) {
        return text(new Request(bucket, key, settings, null));
    }

    /** {@return a message that asks for a job once more, of which a video could not be split} */
    public static String resume(String job, Video video) {
        return text(new Request(video.bucket(), video.key(), video.settings(), job));
    }

    private static String text(Request request) {
        JsonObject message = new JsonObject();
        message.add(REQUEST, JSON.toJsonTree(request));
        return JSON.toJson(message);
    }

    /**
     * {@return the videos that a message is about}
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static List<Video> videos(String json) {
        try {
            JsonObject message = JSON.fromJson(json, JsonObject.class);
            if (message != null && message.has(KIND)) {
                boolean created = CREATED.equals(message.get(KIND).getAsString());
                return created ? List.of(S3Notification.ofDetail(JSON.toJson(message.get("detail")))) : List.of();
            }
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
            if (request.resumes() != null && !JobKeys.isId(request.resumes())) {
                throw new IllegalArgumentException("a request resumes what is no job");
            }
            return List.of(new Video(request.bucket(), request.key(), settings, true, request.resumes()));
        } catch (JsonParseException | ClassCastException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("not an event of S3 and no request: its fields are of other kinds", e);
        }
    }
}
