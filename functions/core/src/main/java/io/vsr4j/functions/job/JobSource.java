package io.vsr4j.functions.job;

import io.vsr4j.functions.store.ObjectSource;
import io.vsr4j.functions.store.ObjectStore;
import java.util.Optional;

/**
 * The video of a job, as it was when it was put.
 *
 * @param bucket its bucket
 * @param key its name
 * @param bytes its size
 * @param eTag of its contents
 * @param versionId its version, null where the bucket keeps none
 */
public record JobSource(String bucket, String key, long bytes, String eTag, String versionId) {
    /** {@return its bytes} Reading fails if they are no longer these. */
    public ObjectSource open(ObjectStore store) {
        return new ObjectSource(store.in(bucket), key, bytes, eTag, Optional.ofNullable(versionId));
    }

    /** {@return what is hashed into the job's id: equal for every event of the same contents} */
    String identity() {
        return bucket + "\0" + key + "\0" + (versionId != null ? versionId : eTag);
    }
}
