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
import java.util.Optional;

/** The jobs in a bucket, from outside: list, status, cancel, resume. */
public final class Jobs {
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
        return status(job, null);
    }

    /**
     * {@return how far a job is, empty if there is none}
     *
     * @param before what was said of it before, or null: what never changes is not read again
     */
    public Optional<JobStatus> status(String job, JobStatus before) throws IOException {
        requireId(job);
        List<StoredObject> objects = service.store().list(Service.keys(job).root());
        return objects.isEmpty() ? Optional.empty() : Optional.of(new JobReading(service, job, objects).status(before));
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
            again = JobReading.unplanned(service, status)
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
