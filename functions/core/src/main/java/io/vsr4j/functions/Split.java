package io.vsr4j.functions;

import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.job.JobSource;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.SourceMark;
import io.vsr4j.functions.store.ObjectSource;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.media.Container;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.JobPlanner;
import io.vsr4j.upscale.UpscalePlan;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the job of a video that was put into the bucket: looks what is in it, plans, writes the manifest, sends its chunks.
 * Whatever has been done already for the same contents and settings is not done again.
 */
public final class Split {
    private static final Logger LOG = LoggerFactory.getLogger(Split.class);
    private static final int MOST_SIDE_CAR_BYTES = 1 << 16;

    private final Service service;
    private final ModelCache models;

    /**
     * @param service where to work
     * @param models opens the model, for the hash of its weights
     */
    public Split(Service service, ModelCache models) {
        this.service = service;
        this.models = models;
    }

    /**
     * Begins a job.
     *
     * @param bucket of the object
     * @param key its name, decoded
     * @return the job, empty if no video begins one there
     * @throws IOException if it may be otherwise the next time
     */
    public Optional<String> run(String bucket, String key) throws IOException {
        if (!bucket.equals(service.config().bucket()) || !isVideo(key)) {
            LOG.info("s3://{}/{} begins no job", bucket, key);
            return Optional.empty();
        }
        Optional<StoredObject> object = service.store().head(key);
        if (object.isEmpty() || object.get().bytes() == 0 && key.endsWith("/")) {
            return Optional.empty(); // deleted again
        }
        return Optional.of(begin(object.get()));
    }

    /** Records that a video cannot be looked at, if it is still there. */
    void giveUp(String bucket, String key, String reason) throws IOException {
        Optional<StoredObject> object = isVideo(key) ? service.store().head(key) : Optional.empty();
        if (bucket.equals(service.config().bucket()) && object.isPresent()) {
            String job = settings(object.get(), Map.of()).jobId(source(object.get()));
            Failures.record(service, job, "split", reason, key);
            service.store().putIfAbsent(SourceMark.of(object.get()), job);
        }
    }

    /** {@return whether an object of that name is a video that came in} */
    public static boolean isVideo(String key) {
        return key.startsWith(FunctionsConfig.INCOMING) && !key.endsWith("/") && !key.endsWith(".json");
    }

    private String begin(StoredObject object) throws IOException {
        JobSource source = source(object);
        String sideCar = sideCar(object.key());
        JobSettings settings;
        String problem = null;
        try {
            settings = settings(object, JobSettings.sideCar("the side-car of " + object.key(), sideCar));
        } catch (InvalidRequestException e) {
            settings = settings(object, Map.of("side-car", sideCar));
            problem = e.getMessage();
        }
        String job = settings.jobId(source);
        JobKeys keys = Service.keys(job);
        if (problem == null && !service.store().exists(keys.failure("split"))) {
            try {
                Optional<Manifest> there = service.manifest(job);
                send(there.isPresent() ? there.get() : write(plan(job, source, settings)));
            } catch (IOException | RuntimeException e) {
                if (!Failures.isInvalid(e)) {
                    throw e;
                }
                problem = e.getMessage();
            }
        }
        if (problem != null) {
            LOG.warn("job {} of {} cannot be done: {}", job, object.key(), problem);
            Failures.record(service, job, "split", problem, object.key());
        }
        service.store().putIfAbsent(SourceMark.of(object), job);
        return job;
    }

    private JobSource source(StoredObject object) {
        return new JobSource(
                service.config().bucket(),
                object.key(),
                object.bytes(),
                object.eTag(),
                object.versionId().orElse(null));
    }

    private JobSettings settings(StoredObject object, Map<String, String> sideCar) {
        return JobSettings.of(service.config().defaults(), sideCar, JobSettings.metadata(object.metadata()));
    }

    /** {@return what lies beside a video as {@code clip.mp4.json} or {@code clip.json}, else an empty object} */
    private String sideCar(String key) throws IOException {
        int slash = key.lastIndexOf('/');
        int dot = key.lastIndexOf('.');
        Optional<String> full = service.store().text(key + ".json", MOST_SIDE_CAR_BYTES);
        if (full.isPresent() || dot <= slash) {
            return full.orElse("{}");
        }
        return service.store()
                .text(key.substring(0, dot) + ".json", MOST_SIDE_CAR_BYTES)
                .orElse("{}");
    }

    private Manifest plan(String job, JobSource source, JobSettings wanted) throws IOException {
        UpscaleSettings settings = wanted.toUpscale(service.config());
        String queue = wanted.queue()
                .orElse(service.config()
                        .chunkQueues()
                        .get(service.config().chunkQueues().size() - 1));
        if (!service.queues().chunks().containsKey(queue)) {
            throw new InvalidRequestException("queue must be one of "
                    + String.join(", ", service.queues().chunks().keySet()) + ", got '" + queue + "'");
        }
        ObjectSource bytes = source.open(service.store());
        MediaInfo info = MediaProbe.probe(bytes, MediaLimits.DEFAULT);
        List<String> notes = new ArrayList<>(info.notes());
        Path name = Path.of(source.key().substring(source.key().lastIndexOf('/') + 1));
        String extension = wanted.container().orElseGet(() -> Container.extensionFollowing(name));
        UpscalePlan plan;
        try (ModelCache.Use use = models.open(settings)) {
            UpscalePlan.Source identity = new UpscalePlan.Source(
                    source.bytes(),
                    "etag " + source.eTag(),
                    info.video().width(),
                    info.video().height(),
                    info.video().frames().count(),
                    info.video().frameRate().toString());
            plan = JobPlanner.plan(settings, bytes, info.video(), identity, use.model(), extension, notes::add);
        }
        String folder = FunctionsConfig.RESULTS + source.key().substring(FunctionsConfig.INCOMING.length()) + "/" + job;
        return new Manifest(
                Manifest.VERSION,
                Program.version(),
                job,
                Instant.now().toString(),
                source,
                wanted.values(),
                queue,
                extension,
                info.video(),
                plan,
                folder + "/" + resultName(name, settings, plan, extension),
                folder + "/report.json",
                notes);
    }

    private static String resultName(Path source, UpscaleSettings settings, UpscalePlan plan, String extension) {
        String name = source.toString();
        int dot = name.lastIndexOf('.');
        String suffix = settings.output().height().isPresent()
                ? "_" + settings.output().height().getAsInt() + "p"
                : "_x" + settings.network().scale().orElse(plan.model().scale());
        return (dot > 0 ? name.substring(0, dot) : name) + suffix + "." + extension;
    }

    /** Whoever is first writes it; all go on with that one. */
    private Manifest write(Manifest manifest) throws IOException {
        service.store().putIfAbsent(Service.keys(manifest.job()).manifest(), manifest.toJson());
        return service.manifest(manifest.job())
                .orElseThrow(() -> new IOException("the manifest of job " + manifest.job() + " is gone"));
    }

    private void send(Manifest manifest) throws IOException {
        JobKeys keys = Service.keys(manifest.job());
        if (!service.store().exists(keys.sent())) {
            service.queues().sendChunks(manifest, service.missing(manifest));
            service.store().putIfAbsent(keys.sent(), "");
            LOG.info(
                    "job {}: {} chunks of {}",
                    manifest.job(),
                    manifest.plan().chunks().size(),
                    manifest.source().key());
        }
    }
}
