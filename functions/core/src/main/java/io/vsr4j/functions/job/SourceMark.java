package io.vsr4j.functions.job;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of the marks that an incoming object's event has been seen to: what a sweep compares the bucket with. */
public final class SourceMark {
    private SourceMark() {}

    /** {@return the name for an object as a listing or a head shows it} */
    public static String of(StoredObject object) {
        String contents = object.key() + "\0" + object.eTag().replace("\"", "");
        return FunctionsConfig.SOURCES + UUID.nameUUIDFromBytes(contents.getBytes(StandardCharsets.UTF_8));
    }
}
