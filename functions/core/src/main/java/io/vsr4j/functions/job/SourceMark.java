package io.vsr4j.functions.job;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of the marks that a video has been seen to, each of which holds the job's id: what a sweep compares with. */
public final class SourceMark {
    private SourceMark() {}

    /** {@return the name for a video} */
    public static String of(JobSource video) {
        return of(video.bucket(), video.key(), video.eTag());
    }

    /** {@return the name for an object as a listing shows it} */
    public static String of(String bucket, StoredObject object) {
        return of(bucket, object.key(), object.eTag());
    }

    private static String of(String bucket, String key, String eTag) {
        String contents = bucket + "\0" + key + "\0" + eTag.replace("\"", "");
        return FunctionsConfig.SOURCES + UUID.nameUUIDFromBytes(contents.getBytes(StandardCharsets.UTF_8));
    }
}
