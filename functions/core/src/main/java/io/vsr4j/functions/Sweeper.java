package io.vsr4j.functions;

import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.SourceMark;
import io.vsr4j.functions.store.Claim;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends again what a lost message left undone: events of videos that nobody has seen to, and chunks and merges of jobs
 * that have not moved for a while. What is sent twice does no harm.
 */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final Service service;
    private final Set<String> settled = new HashSet<>();

    /** @param service where to work */
    public Sweeper(Service service) {
        this.service = service;
    }

    /** Looks through the bucket once. */
    public void run() throws IOException {
        Instant before = service.store().now().minus(service.config().sweepAfter());
        sweepIncoming(before);
        Set<String> jobs = new HashSet<>(service.store().folders(FunctionsConfig.JOBS));
        settled.retainAll(jobs);
        for (String job : jobs) {
            if (settled.contains(job)) {
                continue;
            }
            if (service.store().exists(Service.keys(job).done())) {
                settled.add(job); // for good, while others may be resumed
            } else if (!service.isSettled(job)) {
                sweep(job, before);
            }
        }
    }

    private void sweepIncoming(Instant before) throws IOException {
        Set<String> seen = service.store().list(FunctionsConfig.SOURCES).stream()
                .map(StoredObject::key)
                .collect(Collectors.toSet());
        List<String> lost = new ArrayList<>();
        for (StoredObject object : service.store().list(FunctionsConfig.INCOMING)) {
            if (JobRequest.isIncomingVideo(object.key())
                    && object.modified().isBefore(before)
                    && !seen.contains(SourceMark.of(service.config().bucket(), object))) {
                LOG.warn("{} was put and nobody has seen to it; its event is sent again", object.key());
                lost.add(S3Notification.created(service.config().bucket(), object.key(), object.bytes(), object.eTag())
                        .toJson());
            }
        }
        service.queues().ingest().send(lost);
    }

    private void sweep(String job, Instant before) throws IOException {
        JobKeys keys = Service.keys(job);
        Optional<Instant> moved = service.store().list(keys.root()).stream()
                .map(StoredObject::modified)
                .max(Comparator.naturalOrder());
        Optional<Manifest> manifest = service.manifest(job);
        if (manifest.isEmpty() || moved.isEmpty() || moved.get().isAfter(before)) {
            return;
        }
        // It is an object of the job's, so that taking it counts as a move.
        Optional<Claim> claim = Claim.take(
                service.store(), keys.claims("sweep"), service.config().sweepAfter());
        if (claim.isEmpty()) {
            return;
        }
        try (Claim mine = claim.get()) {
            List<Integer> missing = service.missing(manifest.get());
            LOG.warn("job {} has not moved; {} chunks are sent again", job, missing.size());
            if (missing.isEmpty()) {
                service.queues().sendMerge(job);
            } else {
                service.queues().sendChunks(manifest.get(), missing);
                service.store().putIfAbsent(keys.sent(), "");
            }
        }
    }
}
