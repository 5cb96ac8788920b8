package io.vsr4j.functions;

import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.SourceMark;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.store.Claim;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends again what a lost message left undone: events of videos that nobody has seen to or that were resumed, chunks and
 * merges of jobs that have not moved for a while. What is sent twice does no harm, but it must not pile up: while messages
 * wait in a queue, what is missed may be among them, and is sent again after longer and longer times only.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    /** Times without progress after which a message is taken for lost although others wait in its queue. */
    private static final int BUSY = 12;

    private final Service service;
    private final Set<String> settled = new HashSet<>();
    private final Set<String> sentAgain = new HashSet<>();
    private final Map<String, Outline> outlines = new HashMap<>();

    /** What a sweep must know of a manifest, which may be large. */
    private record Outline(String queue, int chunks) {}

    /** @param service where to work */
    public Sweeper(Service service) {
        this.service = service;
    }

    /** Looks through the bucket once, with one request for a job that is not done, and one more for its manifest once. */
    public void run() throws IOException {
        Instant now = service.store().now();
        Set<MessageQueue> idle = idle(); // before anything is sent to them
        sweepIncoming(now, idle.contains(service.queues().ingest()));
        Set<String> jobs = new HashSet<>(service.store().folders(FunctionsConfig.JOBS));
        settled.retainAll(jobs);
        outlines.keySet().retainAll(jobs);
        for (String job : jobs) {
            if (!settled.contains(job) && JobKeys.isId(job)) {
                sweep(job, service.store().list(Service.keys(job).root()), now, idle);
            }
        }
    }

    private Set<MessageQueue> idle() throws IOException {
        Set<MessageQueue> idle = new HashSet<>();
        List<MessageQueue> queues = new ArrayList<>(service.queues().chunks().values());
        queues.add(service.queues().ingest());
        queues.add(service.queues().merge());
        for (MessageQueue queue : queues) {
            if (queue.isIdle()) {
                idle.add(queue);
            }
        }
        return idle;
    }

    private void sweepIncoming(Instant now, boolean idle) throws IOException {
        Instant before = now.minus(service.config().sweepAfter());
        Instant longBefore = now.minus(service.config().sweepAfter().multipliedBy(BUSY));
        Set<String> seen = service.store().list(FunctionsConfig.SOURCES).stream()
                .map(StoredObject::key)
                .collect(Collectors.toSet());
        List<String> lost = new ArrayList<>();
        for (StoredObject object : service.store().list(FunctionsConfig.INCOMING)) {
            String mark = SourceMark.of(service.config().bucket(), object);
            if (JobRequest.isIncomingVideo(object.key())
                    && !seen.contains(mark)
                    && object.modified().isBefore(idle ? before : longBefore)
                    && (sentAgain.add(mark) || idle)) {
                LOG.warn("{} was put and nobody has seen to it; its event is sent again", object.key());
                lost.add(S3Notification.created(service.config().bucket(), object.key(), object.bytes(), object.eTag())
                        .toJson());
            }
        }
        sentAgain.removeAll(seen);
        service.queues().ingest().send(lost);
    }

    private void sweep(String job, List<StoredObject> objects, Instant now, Set<MessageQueue> idle) throws IOException {
        JobKeys keys = Service.keys(job);
        Map<String, Instant> times =
                objects.stream().collect(Collectors.toMap(StoredObject::key, StoredObject::modified));
        Instant begun = times.getOrDefault(keys.manifest(), times.get(keys.resumed()));
        if (times.containsKey(keys.done())) {
            settled.add(job); // for good, while others may be resumed
            outlines.remove(job);
            return;
        }
        if (begun == null
                || begun.isBefore(now.minus(FunctionsConfig.RETENTION))
                || times.containsKey(keys.cancelled())
                || count(times, keys.failures()) > 0) {
            return;
        }
        Duration still = Duration.between(Collections.max(times.values()), now);
        Duration after = service.config().sweepAfter();
        long sweeps = Math.min(count(times, keys.claims("sweep")), 20);
        boolean longStill = still.compareTo(after.multipliedBy(BUSY << sweeps)) > 0;
        if (longStill || still.compareTo(after) > 0 && !idle.isEmpty()) {
            MessageQueue queue = waitsFor(job, times);
            if (queue != null && (longStill || idle.contains(queue))) {
                sendAgain(job, queue == service.queues().merge());
            }
        }
    }

    /** {@return the queue in which a job's next message should be, null if there is none} */
    private MessageQueue waitsFor(String job, Map<String, Instant> times) throws IOException {
        JobKeys keys = Service.keys(job);
        if (!times.containsKey(keys.manifest())) {
            return service.queues().ingest();
        }
        Optional<Outline> outline = outline(job);
        if (outline.isEmpty()) {
            return null;
        }
        // By name: a store on files may show what it is writing under names like those of objects.
        return IntStream.range(0, outline.get().chunks()).allMatch(index -> times.containsKey(keys.chunk(index)))
                ? service.queues().merge()
                : service.queues().chunks().get(outline.get().queue());
    }

    private Optional<Outline> outline(String job) throws IOException {
        Outline known = outlines.get(job);
        if (known == null) {
            try {
                known = service.manifest(job)
                        .map(m -> new Outline(m.queue(), m.plan().chunks().size()))
                        .orElse(null);
            } catch (IllegalArgumentException e) {
                LOG.warn("job {} is left alone: {}", job, e.getMessage());
                settled.add(job);
                return Optional.empty();
            }
            outlines.put(job, known);
        }
        return Optional.ofNullable(known);
    }

    private static long count(Map<String, Instant> objects, String prefix) {
        return objects.keySet().stream().filter(key -> key.startsWith(prefix)).count();
    }

    private void sendAgain(String job, boolean merge) throws IOException {
        // It is an object of the job's, so that taking it counts as a move.
        Optional<Claim> claim = Claim.take(
                service.store(),
                Service.keys(job).claims("sweep"),
                service.config().sweepAfter());
        if (claim.isEmpty()) {
            return;
        }
        try (Claim mine = claim.get()) {
            LOG.warn("job {} has not moved; what it misses is sent again", job);
            Optional<Manifest> manifest = service.manifest(job);
            if (manifest.isEmpty()) {
                Optional<Video> video = service.resumed(job);
                if (video.isPresent()) {
                    service.queues().ingest().send(List.of(IngestMessage.resume(job, video.get())));
                }
            } else if (merge || service.store().exists(manifest.get().report())) {
                service.queues().sendMerge(manifest.get());
            } else {
                service.queues().sendChunks(manifest.get(), service.missing(manifest.get()));
            }
        }
    }
}
