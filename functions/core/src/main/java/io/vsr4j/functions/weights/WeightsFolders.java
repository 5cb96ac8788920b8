package io.vsr4j.functions.weights;

import io.vsr4j.functions.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Folders of weights, which are fetched when they are first wanted if they lie in a bucket. A process looks once. */
public final class WeightsFolders {
    /** All weights lie on this machine. */
    public static final WeightsFolders LOCAL = new WeightsFolders(Map.of(), null, null);

    private final Map<Path, BucketWeights> buckets;
    private final WeightsCache cache;
    private final ObjectStore store;
    private final Map<Path, Path> found = new ConcurrentHashMap<>();

    /**
     * @param buckets by the folder that settings name for them
     * @param cache folder for all that is fetched
     * @param store any bucket, by which the others are reached
     */
    public WeightsFolders(Map<Path, BucketWeights> buckets, Path cache, ObjectStore store) {
        this.buckets = Map.copyOf(buckets);
        this.cache = new WeightsCache(cache);
        this.store = store;
    }

    /**
     * {@return a folder with the files}
     *
     * @param named as settings name it
     * @throws io.vsr4j.tensor.CheckpointException if what lies in the bucket is not what is wanted
     * @throws IOException if the bucket cannot be read, or the disk cannot be written
     */
    public Path of(Path named) throws IOException {
        BucketWeights weights = buckets.get(named);
        if (weights == null) {
            return named;
        }
        Path folder = found.get(named);
        if (folder == null) {
            folder = cache.fetch(store, weights);
            found.put(named, folder);
        }
        return folder;
    }

    /** As {@link #of(Path)}, of none it is none. */
    public Optional<Path> of(Optional<Path> named) throws IOException {
        return named.isPresent() ? Optional.of(of(named.get())) : Optional.empty();
    }
}
