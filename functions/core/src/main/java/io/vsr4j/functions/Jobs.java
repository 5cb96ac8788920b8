package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The jobs in a bucket, from outside: list, status, cancel, resume. */
public final class Jobs {
    private static final int MOST_FAILURE_BYTES = 1 << 20;

    private final Service service;

    /** @param service where to work */
    public Jobs(Service service) {
        this.service = service;
    }

    /** {@return all jobs} */
    public List<JobStatus> all() throws IOException {
        List<JobStatus> all = new ArrayList<>();
        for (String job : service.store().folders(FunctionsConfig.JOBS)) {
            status(job).ifPresent(all::add);
        }
        return all;
    }

    /** {@return how far a job is, empty if there is none} */
    public Optional<JobStatus> status(String job) throws IOException {
        requireId(job);
        JobKeys keys = Service.keys(job);
        List<String> objects = service.store().list(keys.root()).stream()
                .map(StoredObject::key)
                .toList();
        if (objects.isEmpty()) {
            return Optional.empty();
        }
        List<Failures.Failure> failures = new ArrayList<>();
        Optional<Manifest> manifest = Optional.empty();
        try {
            manifest = service.manifest(job);
        } catch (IllegalArgumentException e) { // such as one of another version
            failures.add(new Failures.Failure("manifest", e.getMessage(), null, "", ""));
        }
        for (String key : objects) {
            if (key.startsWith(keys.failures())) {
                service.store()
                        .text(key, MOST_FAILURE_BYTES)
                        .map(Failures.Failure::fromJson)
                        .ifPresent(failures::add);
            }
        }
        int chunks = manifest.map(m -> m.plan().chunks().size()).orElse(0);
        int finished = (int)
                objects.stream().filter(key -> key.startsWith(keys.chunks())).count();
        JobStatus.State state;
        if (objects.contains(keys.done())) {
            state = JobStatus.State.DONE;
        } else if (objects.contains(keys.cancelled())) {
            state = JobStatus.State.CANCELLED;
        } else if (!failures.isEmpty()) {
            state = JobStatus.State.FAILED;
        } else if (manifest.isEmpty()) {
            state = JobStatus.State.PLANNING;
        } else {
            state = finished == chunks ? JobStatus.State.MERGING : JobStatus.State.RESTORING;
        }
        Optional<String> source = manifest.isPresent()
                ? manifest.map(m -> m.source().key())
                : unplanned(job, failures).map(Video::key);
        return Optional.of(new JobStatus(
                job,
                state,
                source.orElse(null),
                finished,
                chunks,
                manifest.map(m -> m.plan().model().id()).orElse(null),
                manifest.map(Manifest::created).orElse(null),
                state == JobStatus.State.DONE ? manifest.map(Manifest::result).orElse(null) : null,
                state == JobStatus.State.DONE ? manifest.map(Manifest::report).orElse(null) : null,
                failures));
    }

    /**
     * Stops a job before its next window, or before its result is published. What is finished is kept.
     *
     * @throws InvalidRequestException if there is none, or it is done
     */
    public void cancel(String job) throws IOException {
        JobStatus.State state = require(job).state();
        if (state == JobStatus.State.DONE) {
            throw new InvalidRequestException("job " + job + " is done; there is nothing to cancel");
        }
        service.store().putIfAbsent(Service.keys(job).cancelled(), "");
        if (state != JobStatus.State.CANCELLED) {
            service.tell(new WorkEvent.JobMoved(job, WorkEvent.State.CANCELLED));
        }
    }

    /**
     * Goes on with a job that was cancelled, has failed, or does not move: what is missing is sent again. Whoever ends at any
     * place in here leaves a job that has still failed, or one that a sweep finds.
     *
     * @throws InvalidRequestException if there is none, or what it needs is gone
     */
    public void resume(String job) throws IOException {
        JobStatus status = require(job);
        JobKeys keys = Service.keys(job);
        if (status.state() == JobStatus.State.DONE) {
            return;
        }
        Optional<Manifest> manifest = service.manifest(job);
        Video again = null;
        if (manifest.isPresent()) {
            service.queues().requireChunks(manifest.get().queue());
        } else {
            again = unplanned(job, status.failures())
                    .orElseThrow(() -> new InvalidRequestException(
                            "job " + job + " has lost its manifest and cannot be resumed; put its video again"));
            service.store().put(keys.resumed(), new Gson().toJson(again));
        }
        service.store().delete(keys.cancelled());
        for (Failures.Failure failure : status.failures()) {
            service.store().delete(keys.failure(failure.step()));
        }
        if (manifest.isEmpty()) {
            service.queues().ingest().send(List.of(IngestMessage.resume(job, again)));
            return;
        }
        List<Integer> missing = service.missing(manifest.get());
        if (missing.isEmpty()) {
            service.queues().sendMerge(manifest.get());
        } else {
            service.queues().sendChunks(manifest.get(), missing);
        }
    }

    /** {@return the video of a job that has no manifest, as far as it is known} */
    private Optional<Video> unplanned(String job, List<Failures.Failure> failures) throws IOException {
        Optional<Video> failed = failures.stream()
                .map(Failures.Failure::video)
                .filter(Objects::nonNull)
                .findFirst();
        return failed.isPresent() ? failed : service.resumed(job);
    }

    private JobStatus require(String job) throws IOException {
        return status(job)
                .orElseThrow(() -> new InvalidRequestException("there is no job '" + job + "'; 'vsr jobs' lists them"));
    }

    private static void requireId(String job) {
        if (!JobKeys.isId(job)) {
            throw new InvalidRequestException("a job's id has 32 hexadecimal digits, got '" + job + "'");
        }
    }
}
