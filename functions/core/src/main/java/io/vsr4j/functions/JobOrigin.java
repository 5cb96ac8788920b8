package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Who asked for a job, and what he calls it. Kept with the job from the first request on; a job of a video that was put into
 * the bucket by other ways has none.
 *
 * @param owner name of the user
 * @param bucket of the video
 * @param key name of the video in its bucket
 * @param name what the user calls the video: data, and never part of a path
 * @param settings what he asked for, by name
 * @param created when, in ISO 8601
 */
public record JobOrigin(
        String owner, String bucket, String key, String name, SortedMap<String, String> settings, String created) {
    private static final Gson JSON = new Gson();
    private static final int MOST_BYTES = 1 << 20;
    private static final int OWNER_DIGITS = 16;

    /** {@return what is known of a job, empty if nobody asked for it by name} */
    static Optional<JobOrigin> read(Service service, JobKeys keys) throws IOException {
        return service.store().text(keys.request(), MOST_BYTES).map(json -> JSON.fromJson(json, JobOrigin.class));
    }

    /** Keeps that somebody asked for a job, if nobody has before. */
    void keep(Service service, String job) throws IOException {
        service.store().putIfAbsent(Service.keys(job).request(), JSON.toJson(this));
    }

    /** {@return how a user is called in names of objects} */
    static String hash(String owner) {
        return Sha256.of(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)))
                .substring(0, OWNER_DIGITS);
    }
}
