package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Gives videos to the service. */
public final class Submission {
    private static final int HASH_DIGITS = 16;

    private static final Gson JSON = new Gson();

    private final Service service;
    private final SortedMap<String, String> settings;
    private final Optional<String> owner;

    /**
     * For whoever runs the service.
     *
     * @param service where to
     * @param settings what is asked for, by name
     * @throws InvalidRequestException if there is no such setting, or a value is not of its kind
     */
    public Submission(Service service, Map<String, String> settings) {
        this(service, settings, Optional.empty());
    }

    /**
     * For a user.
     *
     * @param service where to
     * @param settings what is asked for, by name
     * @param owner whose jobs these are; empty for whoever runs the service
     * @throws InvalidRequestException if there is no such setting, or a value is not of its kind
     */
    public Submission(Service service, Map<String, String> settings, Optional<String> owner) {
        JobSettings wanted = JobSettings.of(settings);
        wanted.toUpscale(service.config());
        this.service = service;
        this.settings = wanted.values();
        this.owner = owner;
    }

    /**
     * A video that was submitted.
     *
     * @param job id of its job
     * @param bucket its bucket
     * @param key its name
     */
    public record Submitted(String job, String bucket, String key) {}

    /**
     * Uploads a file. The job goes on with the trace that this thread is in. The same file with the same settings is the same job, however often it is submitted.
     *
     * @param file a video
     * @throws InvalidRequestException if there is none
     */
    public Submitted file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidRequestException(file + ": there is no such file");
        }
        return file(file, file.getFileName().toString());
    }

    /**
     * Uploads a file that has another name for its user. The same file with the same settings and name is the same job.
     *
     * @param file a video
     * @param name what the user calls it; any text that is not too long
     */
    public Submitted file(Path file, String name) throws IOException {
        String last = VideoName.of(name).forObjects();
        String contents = Sha256.of(file) + JSON.toJson(settings);
        String hash = Sha256.of(ByteBuffer.wrap(contents.getBytes(StandardCharsets.UTF_8)));
        String key = FunctionsConfig.INCOMING
                + owner.map(o -> JobOrigin.hash(o) + "/").orElse("")
                + hash.substring(0, HASH_DIGITS) + "/" + last;
        putSettings(key);
        boolean isNew = service.store().putIfAbsent(key, file, "application/octet-stream", traced());
        if (!isNew) {
            // It may have been seen to so long ago that its job is forgotten.
            ask(List.of(key), service.config().bucket());
        }
        return submitted(service.config().bucket(), key, name, Map.of());
    }

    /** {@return metadata of a video whose job is to go on with the trace that this thread is in} */
    static Map<String, String> traced() {
        String trace = Traces.current();
        return trace == null ? Map.of() : Map.of(Traces.PARENT, trace);
    }

    /** Puts the settings beside a video that is not there yet, so that whoever splits it finds them. */
    void putSettings(String key) throws IOException {
        if (!settings.isEmpty()) {
            service.store().putIfAbsent(key + ".json", JSON.toJson(settings));
        }
    }

    /**
     * Tells the job of a video that was put with {@link #putSettings}.
     *
     * @param key its name in the bucket
     * @param name what the user calls it
     */
    Submitted there(String key, String name) throws IOException {
        return submitted(service.config().bucket(), key, name, Map.of());
    }

    /**
     * Asks for the job of one video, which stays where it is.
     *
     * @param bucket of the video; workers must be allowed to read it
     * @param key name of the video
     * @throws InvalidRequestException if there is none
     */
    public Submitted object(String bucket, String key) throws IOException {
        if (key.isEmpty()
                || key.endsWith("/")
                || isOurs(bucket, key)
                || service.store().in(bucket).head(key).isEmpty()) {
            throw new InvalidRequestException("s3://" + bucket + "/" + key + ": there is no such video");
        }
        ask(List.of(key), bucket);
        return submitted(bucket, key, key.substring(key.lastIndexOf('/') + 1), settings);
    }

    /**
     * Asks for jobs of all videos below a prefix of a bucket, which stay where they are.
     *
     * @param bucket of the videos; workers must be allowed to read it
     * @param prefix what their names begin with
     * @throws InvalidRequestException if there are none
     */
    public List<Submitted> library(String bucket, String prefix) throws IOException {
        ObjectStore store = service.store().in(bucket);
        List<String> keys = new ArrayList<>();
        for (StoredObject object : store.list(prefix)) {
            if (!object.key().endsWith("/") && !object.key().endsWith(".json") && !isOurs(bucket, object.key())) {
                keys.add(object.key());
            }
        }
        if (keys.isEmpty()) {
            throw new InvalidRequestException("s3://" + bucket + "/" + prefix + ": there is no video below it");
        }
        ask(keys, bucket);
        List<Submitted> all = new ArrayList<>();
        for (String key : keys) {
            all.add(submitted(bucket, key, key.substring(key.lastIndexOf('/') + 1), settings));
        }
        return all;
    }

    private Submitted submitted(String bucket, String key, String name, Map<String, String> asked) throws IOException {
        JobRequest request = JobRequest.of(service, new Video(bucket, key, asked, true))
                .orElseThrow(() -> new IOException("s3://" + bucket + "/" + key + " is gone"));
        if (owner.isPresent()) {
            new JobOrigin(
                            owner.get(),
                            bucket,
                            key,
                            name,
                            settings,
                            Instant.now().toString())
                    .keep(service, request.job());
        }
        return new Submitted(request.job(), bucket, key);
    }

    private boolean isOurs(String bucket, String key) {
        return bucket.equals(service.config().bucket())
                && (key.startsWith(FunctionsConfig.JOBS)
                        || key.startsWith(FunctionsConfig.RESULTS)
                        || key.startsWith(FunctionsConfig.UPLOADS)
                        || key.startsWith(FunctionsConfig.SOURCES));
    }

    private void ask(List<String> keys, String bucket) throws IOException {
        service.queues()
                .ingest()
                .send(
                        keys.stream()
                                .map(key -> IngestMessage.request(bucket, key, settings))
                                .toList(),
                        Traces.current());
    }
}
