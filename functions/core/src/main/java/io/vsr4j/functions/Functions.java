package io.vsr4j.functions;

import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobSettings;
import io.vsr4j.functions.observe.LogFields;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The functions of the service, however they are called: by a poller, over HTTP, by an event. Each may be called any number
 * of times with the same arguments, also at once by several processes.
 */
public final class Functions implements AutoCloseable {
    private final Service service;
    private final ModelCache models;
    private final Split split;
    private final ChunkWork chunks;
    private final Merge merge;

    /** @param service where to work */
    public Functions(Service service) {
        this(service, new ModelCache(service));
    }

    /**
     * @param service where to work
     * @param models of chunks; closed with this
     */
    public Functions(Service service, ModelCache models) {
        this.service = service;
        this.models = models;
        split = new Split(service);
        chunks = new ChunkWork(service, models);
        merge = new Merge(service);
    }

    /** {@return where they work} */
    public Service service() {
        return service;
    }

    /**
     * Loads the model of jobs that say nothing else, so that the first chunk does not wait for it.
     *
     * @throws IOException if its weights cannot be fetched
     */
    public void warmUp() throws IOException {
        JobSettings defaults = JobSettings.of(service.config().defaults());
        try (ModelCache.Use use = models.open(defaults.toUpscale(service.config()))) {
            use.model().card();
        }
    }

    /**
     * Begins the job of a video.
     *
     * @param video which one
     * @return the job's id, empty if the object begins none
     */
    public Optional<String> split(Video video) throws IOException {
        return split(video, () -> false);
    }

    /**
     * Begins the job of a video, unless it is stopped before.
     *
     * @param video which one
     * @param stop asked before each part that is cut
     * @return the job's id, empty if the object begins none
     */
    public Optional<String> split(Video video, BooleanSupplier stop) throws IOException {
        try (LogFields fields = LogFields.with(Map.of("video", video.key()))) {
            return split.run(video, stop);
        }
    }

    /** Records that a video cannot be looked at. */
    public void giveUpSplit(Video video, String reason) throws IOException {
        split.giveUp(video, reason);
    }

    /**
     * Restores a chunk.
     *
     * @param job id of its job
     * @param chunk its index
     * @param receives how often that has been asked for
     * @param stop asked before each window
     */
    public void upscale(String job, int chunk, int receives, BooleanSupplier stop) throws IOException {
        try (LogFields fields = LogFields.with(LogFields.ofChunk(job, chunk))) {
            chunks.run(job, chunk, receives, stop);
        }
    }

    /**
     * Publishes a job's result, if all its chunks are there.
     *
     * @param job its id
     */
    public void merge(String job) throws IOException {
        try (LogFields fields = LogFields.job(job)) {
            merge.run(job);
        }
    }

    @Override
    public void close() {
        models.close();
    }
}
