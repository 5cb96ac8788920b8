package io.vsr4j.functions.store;

import io.vsr4j.media.MediaSource;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * A video in the bucket, read in ranges. It is bound to what it was when the job was planned: if its contents have changed
 * since, reading it fails.
 *
 * @param store the bucket
 * @param key its name
 * @param bytes its size
 * @param eTag of its contents
 * @param versionId its version, where the bucket keeps versions
 */
public record ObjectSource(ObjectStore store, String key, long bytes, String eTag, Optional<String> versionId)
        implements MediaSource {
    @Override
    public String name() {
        return "s3://" + store.bucket() + "/" + key;
    }

    @Override
    public SeekableByteChannel open() {
        return new ObjectChannel(this);
    }
}
