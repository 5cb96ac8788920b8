package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.Observer;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.queue.Queues;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.weights.WeightsFolders;
import io.vsr4j.upscale.Chunk;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * Where the functions work: settings, bucket, queues.
 *
 * @param config what the process is told
 * @param store the bucket
 * @param queues the queues
 * @param weights what brings weights here that lie in a bucket
 * @param observer who looks on
 */
public record Service(
        FunctionsConfig config, ObjectStore store, Queues queues, WeightsFolders weights, Observer observer) {
    private static final int MOST_MANIFEST_BYTES = 512 << 20;
    private static final int MOST_VIDEO_BYTES = 1 << 20;

    /** A service with all weights on its machine, that nobody looks at. */
    public Service(FunctionsConfig config, ObjectStore store, Queues queues) {
        this(config, store, queues, WeightsFolders.LOCAL, Observer.NONE);
    }

    /** {@return the same, and somebody looks on} */
    public Service observedBy(Observer looking) {
        return new Service(config, store, queues, weights, looking);
    }

    /** Tells who looks on that something happened. */
    void tell(WorkEvent event) {
        try {
            observer.observe(config.worker(), event);
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Service.class).warn("what happened is not observed", e);
        }
    }

    /** {@return names of a job's objects} */
    public static JobKeys keys(String job) {
        return new JobKeys(FunctionsConfig.JOBS, job);
    }

    /** {@return what a job is, empty if there is none, or if it could not be planned} */
    public Optional<Manifest> manifest(String job) throws IOException {
        return store.text(keys(job).manifest(), MOST_MANIFEST_BYTES).map(Manifest::fromJson);
    }

    /** {@return the video that is to be split again for a job that had no manifest when it was resumed} */
    public Optional<Video> resumed(String job) throws IOException {
        return store.text(keys(job).resumed(), MOST_VIDEO_BYTES).map(json -> new Gson().fromJson(json, Video.class));
    }

    /** {@return indices of the chunks that are not there yet} */
    public List<Integer> missing(Manifest manifest) throws IOException {
        JobKeys keys = keys(manifest.job());
        Set<String> there = store.list(keys.chunks()).stream().map(o -> o.key()).collect(Collectors.toSet());
        return manifest.plan().chunks().stream()
                .map(Chunk::index)
                .filter(index -> !there.contains(keys.chunk(index)))
                .toList();
    }

    /** {@return whether nothing is to be done for a job now: it is done, cancelled, or has failed} */
    public boolean isSettled(String job) throws IOException {
        JobKeys keys = keys(job);
        return store.exists(keys.done())
                || store.exists(keys.cancelled())
                || !store.list(keys.failures()).isEmpty();
    }
}
