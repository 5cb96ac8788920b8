package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.store.MultipartUpload;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Videos that users send straight to the bucket, in parts, by addresses that are signed for them. What is needed to complete an
 * upload is kept in the bucket, so that any process can.
 */
public final class Uploads {
    /** How long addresses are good for. */
    public static final Duration VALID = Duration.ofHours(12);

    private static final Gson JSON = new Gson();
    private static final int MOST_BYTES = 1 << 20;
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Service service;
    private final MultipartUpload parts;

    /**
     * An upload that has begun.
     *
     * @param id of ours
     * @param owner whose it is
     * @param key name that the video will have in the bucket
     * @param upload id of the bucket's
     * @param name what the user calls the video
     * @param bytes its size
     * @param settings what is asked for it, by name
     * @param expires when its addresses end, in ISO 8601
     */
    public record Begun(
            String id,
            String owner,
            String key,
            String upload,
            String name,
            long bytes,
            SortedMap<String, String> settings,
            String expires) {}

    /**
     * @param service where to
     * @param parts signs and completes
     */
    public Uploads(Service service, MultipartUpload parts) {
        this.service = service;
        this.parts = parts;
    }

    /**
     * Begins an upload. Its job goes on with the trace that this thread is in.
     *
     * @param owner whose it is
     * @param name what the user calls the video; any text that is not too long
     * @param bytes its size, at least 1
     * @param settings what is asked for it
     * @throws InvalidRequestException if a setting cannot be used
     */
    public Begun begin(String owner, String name, long bytes, Map<String, String> settings) throws IOException {
        Submission submission = new Submission(service, settings, Optional.of(owner));
        byte[] random = new byte[ID_BYTES];
        RANDOM.nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        String key = FunctionsConfig.INCOMING + JobOrigin.hash(owner) + "/" + id + "/"
                + VideoName.of(name).forObjects();
        submission.putSettings(key);
        Begun begun = new Begun(
                id,
                owner,
                key,
                parts.begin(key, Submission.traced()),
                name,
                bytes,
                new TreeMap<>(settings),
                Instant.now().plus(VALID).toString());
        service.store().putIfAbsent(note(owner, id), JSON.toJson(begun));
        return begun;
    }

    /** {@return the requests that send the parts of an upload} */
    public List<MultipartUpload.Part> sign(Begun begun) {
        return parts.sign(begun.key(), begun.upload(), begun.bytes(), VALID);
    }

    /** {@return an upload of a user that has begun, and was not given up; empty if there is none} */
    public Optional<Begun> find(String owner, String id) throws IOException {
        // Ids of uploads look like those of jobs.
        return JobKeys.isId(id)
                ? service.store().text(note(owner, id), MOST_BYTES).map(json -> JSON.fromJson(json, Begun.class))
                : Optional.empty();
    }

    /**
     * Completes an upload, if it is not complete yet.
     *
     * @param eTags what the bucket answered to each part, by number
     * @throws InvalidRequestException if parts are missing, or these are not what was answered
     */
    public Submission.Submitted complete(Begun begun, Map<Integer, String> eTags) throws IOException {
        if (arrived(begun).isEmpty()) {
            parts.complete(begun.key(), begun.upload(), begun.bytes(), eTags);
        }
        return job(begun)
                .orElseThrow(
                        () -> new IOException("s3://" + service.config().bucket() + "/" + begun.key() + " is gone"));
    }

    /** {@return the job of an upload, empty while it is not complete} */
    public Optional<Submission.Submitted> job(Begun begun) throws IOException {
        if (arrived(begun).isEmpty()) {
            return Optional.empty();
        }
        Submission submission = new Submission(service, begun.settings(), Optional.of(begun.owner()));
        return Optional.of(submission.there(begun.key(), begun.name()));
    }

    private Optional<StoredObject> arrived(Begun begun) throws IOException {
        return service.store().head(begun.key());
    }

    /** Gives an upload up. One that is complete stays what it is. */
    public void abort(Begun begun) throws IOException {
        if (arrived(begun).isEmpty()) {
            parts.abort(begun.key(), begun.upload());
            service.store().delete(begun.key() + ".json");
        }
        service.store().delete(note(begun.owner(), begun.id()));
    }

    private static String note(String owner, String id) {
        return FunctionsConfig.UPLOADS + JobOrigin.hash(owner) + "/" + id + ".json";
    }
}
