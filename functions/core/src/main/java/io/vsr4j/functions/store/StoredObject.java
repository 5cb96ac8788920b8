package io.vsr4j.functions.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of an object.
 *
 * @param key its name in the bucket
 * @param bytes its size
 * @param eTag changes with its contents, quotes included
 * @param versionId its version, where the bucket keeps versions
 * @param modified when it was put, by the server's clock
 * @param metadata what was put with it; empty in listings
 */
public record StoredObject(
        String key,
        long bytes,
        String eTag,
        Optional<String> versionId,
        Instant modified,
        Map<String, String> metadata) {}
