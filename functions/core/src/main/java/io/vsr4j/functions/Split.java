package io.vsr4j.functions;

import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.job.JobSource;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.SourceMark;
import io.vsr4j.functions.observe.JobSpan;
import io.vsr4j.functions.observe.LogFields;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.store.ObjectSource;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the job of a video that was put into the bucket: looks what is in it, plans, cuts it into parts where that is
 * wanted, writes the manifest, sends its chunks.
 * Whatever has been done already for the same contents and settings is not done again.
 */
public final class Split {
    private static final Logger LOG = LoggerFactory.getLogger(Split.class);

    /** Longer names are none of an object. */
    private static final int MOST_KEY_BYTES = 1024;

    private final Service service;
    private final KnownWeights weights;

    /** @param service where to work */
    public Split(Service service) {
        this.service = service;
        weights = new KnownWeights(service);
    }

    /**
     * Begins a job.
     *
     * @param video which one
     * @param stop asked before each part that is cut
     * @return the job, empty if the object begins none
     * @throws java.util.concurrent.CancellationException if {@code stop} says so
     * @throws IOException if it may be otherwise the next time
     */
    public Optional<String> run(Video video, BooleanSupplier stop) throws IOException {
        Optional<JobRequest> request = JobRequest.of(service, video);
        if (request.isEmpty()) {
            LOG.info("s3://{}/{} begins no job", video.bucket(), video.key());
            endResumed(video, "", "s3://" + video.bucket() + "/" + video.key() + " is gone");
            return Optional.empty();
        }
        String job = request.get().job();
        String asked = Traces.current(); // of the message, which S3's own have not
        String uploaded = request.get().object().metadata().get(Traces.PARENT);
        return JobSpan.run("split", job, asked == null ? uploaded : asked, span -> {
            try (LogFields fields = LogFields.job(job)) {
                begin(request.get(), stop);
                endResumed(video, job, "other settings hold now; with these it is job " + job);
                return Optional.of(job);
            }
        });
    }

    /** A job that was to be tried again must not be waited for if the event now begins another one, or none. */
    private void endResumed(Video video, String begun, String reason) throws IOException {
        String resumed = video.resumes();
        if (resumed != null
                && !resumed.equals(begun)
                && service.store().exists(Service.keys(resumed).resumed())) {
            Failures.record(service, resumed, "split", reason, video);
        }
    }

    /** Records that a video cannot be looked at, if it is still there. */
    void giveUp(Video video, String reason) throws IOException {
        Optional<JobRequest> request = JobRequest.of(service, video);
        if (request.isPresent()) {
            fail(request.get(), reason);
        }
    }

    private void fail(JobRequest request, String reason) throws IOException {
        LOG.warn(
                "job {} of {} cannot be done: {}",
                request.job(),
                request.source().key(),
                reason);
        Failures.record(service, request.job(), "split", reason, request.video());
        markSeen(request);
    }

    private void markSeen(JobRequest request) throws IOException {
        service.store().putIfAbsent(SourceMark.of(request.source()), request.job());
    }

    private void begin(JobRequest request, BooleanSupplier stop) throws IOException {
        if (request.problem().isPresent()) {
            fail(request, request.problem().get());
            return;
        }
        if (service.store().exists(Service.keys(request.job()).failure("split"))) {
            markSeen(request); // who recorded it may have ended before this
            return; // until it is resumed
        }
        try {
            Optional<Manifest> there = service.manifest(request.job());
            send(there.isPresent() ? there.get() : write(prepare(request, stop)));
            markSeen(request);
        } catch (IOException | RuntimeException e) {
            if (!Failures.isInvalid(e)) {
                throw e;
            }
            fail(request, e.getMessage());
        }
    }

    private Manifest prepare(JobRequest request, BooleanSupplier stop) throws IOException {
        Manifest planned = plan(request.job(), request.source(), request.settings());
        return service.config().parts() ? new Parts(service).cut(planned, stop) : planned;
    }

    private Manifest plan(String job, JobSource source, JobSettings wanted) throws IOException {
        UpscaleSettings settings = wanted.toUpscale(service.config());
        String queue = wanted.queue()
                .orElse(service.config()
                        .chunkQueues()
                        .get(service.config().chunkQueues().size() - 1));
        service.queues().requireChunks(queue);
        ObjectSource bytes = source.open(service.store());
        service.config().limits().requireBytes(source.key(), source.bytes());
        MediaInfo info = MediaProbe.probe(bytes, MediaLimits.DEFAULT);
        service.config().limits().requireVideo(source.key(), info.video());
        List<String> notes = new ArrayList<>(info.notes());
        Path name = Path.of(source.key().substring(source.key().lastIndexOf('/') + 1));
        String extension = wanted.container().orElseGet(() -> Container.extensionFollowing(name));
        UpscalePlan.Source identity = new UpscalePlan.Source(
                source.bytes(),
                "etag " + source.eTag(),
                info.video().width(),
                info.video().height(),
                info.video().frames().count(),
                info.video().frameRate().toString());
        KnownWeights.Facts facts = weights.of(settings.network());
        UpscalePlan plan = JobPlanner.plan(
                settings,
                bytes,
                info.video(),
                identity,
                facts.fingerprint(),
                facts.parameters(),
                extension,
                notes::add);
        String folder = FunctionsConfig.RESULTS + below(source.key()) + "/" + job;
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
                List.of(),
                requireName(folder + "/" + resultName(name, settings, plan, extension)),
                folder + "/report.json",
                notes,
                Traces.current());
    }

    private static String below(String key) {
        return key.startsWith(FunctionsConfig.INCOMING) ? key.substring(FunctionsConfig.INCOMING.length()) : key;
    }

    private static String resultName(Path source, UpscaleSettings settings, UpscalePlan plan, String extension) {
        String name = source.toString();
        int dot = name.lastIndexOf('.');
        String suffix = settings.output().height().isPresent()
                ? "_" + settings.output().height().getAsInt() + "p"
                : "_x" + settings.network().scale().orElse(plan.model().scale());
        return FileName.of(dot > 0 ? name.substring(0, dot) : name, suffix + "." + extension);
    }

    /** What is wrong with it would be found out when all is restored. */
    private static String requireName(String result) {
        if (FileName.bytes(result) > MOST_KEY_BYTES) {
            throw new InvalidRequestException("the result would have a name of " + FileName.bytes(result)
                    + " bytes and may have one of " + MOST_KEY_BYTES + "; put the video under a shorter name");
        }
        if (("/" + result + "/").matches("(?s).*/\\.\\.?/.*")) {
            throw new InvalidRequestException("the result would have the name " + result
                    + ", which is another one where '.' and '..' are folders; put the video under a name without them");
        }
        return result;
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
            service.tell(new WorkEvent.JobMoved(manifest.job(), WorkEvent.State.BEGUN));
            LOG.info(
                    "job {}: {} chunks of {}",
                    manifest.job(),
                    manifest.plan().chunks().size(),
                    manifest.source().key());
        }
    }
}
