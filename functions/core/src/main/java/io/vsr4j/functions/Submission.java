package io.vsr4j.functions;

import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gives videos to the service. */
public final class Submission {
    private static final int HASH_DIGITS = 16;

    private final Service service;
    private final Map<String, String> settings;

    /**
     * @param service where to
     * @param settings what is asked for, by name
     * @throws InvalidRequestException if there is no such setting, or a value is not of its kind
     */
    public Submission(Service service, Map<String, String> settings) {
        JobSettings.of(settings).toUpscale(service.config());
        this.service = service;
        this.settings = Map.copyOf(settings);
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
        String hash = Sha256.of(file).substring(0, HASH_DIGITS);
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        String key = FunctionsConfig.INCOMING + hash + "/" + FileName.of(name.substring(0, dot), name.substring(dot));
        Map<String, String> metadata = new TreeMap<>();
        settings.forEach((setting, value) -> metadata.put(JobSettings.METADATA + setting, value));
        Optional.ofNullable(Traces.current()).ifPresent(trace -> metadata.put(Traces.PARENT, trace));
        boolean isNew = service.store().putIfAbsent(key, file, "application/octet-stream", metadata);
        if (!isNew) {
            // It is there already, perhaps with other settings: these go by a message.
            ask(List.of(key), service.config().bucket());
        }
        return submitted(service.config().bucket(), key, isNew ? Map.of() : settings);
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
            all.add(submitted(bucket, key, settings));
        }
        return all;
    }

    private Submitted submitted(String bucket, String key, Map<String, String> asked) throws IOException {
        JobRequest request = JobRequest.of(service, new Video(bucket, key, asked, true))
                .orElseThrow(() -> new IOException("s3://" + bucket + "/" + key + " is gone"));
        return new Submitted(request.job(), bucket, key);
    }

    private boolean isOurs(String bucket, String key) {
        return bucket.equals(service.config().bucket())
                && (key.startsWith(FunctionsConfig.JOBS)
                        || key.startsWith(FunctionsConfig.RESULTS)
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
