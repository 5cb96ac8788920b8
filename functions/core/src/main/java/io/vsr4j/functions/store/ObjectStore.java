package io.vsr4j.functions.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of one bucket. What is put is there whole or not at all, and {@link #putIfAbsent} is the only way in which two
 * processes agree on anything.
 */
public final class ObjectStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICTS = 4;

    private final S3Client s3;
    private final String bucket;

    /**
     * @param s3 the client; stays the caller's
     * @param bucket name of the bucket
     */
    public ObjectStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** {@return name of the bucket} */
    public String bucket() {
        return bucket;
    }

    /** {@return objects of another bucket, reached in the same way} */
    public ObjectStore in(String other) {
        return other.equals(bucket) ? this : new ObjectStore(s3, other);
    }

    S3Client client() {
        return s3;
    }

    /** {@return what is said of an object, empty if there is none} */
    public Optional<StoredObject> head(String key) throws IOException {
        return ask("look at " + key, () -> {
            try {
                HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key(key));
                return Optional.of(new StoredObject(
                        key,
                        head.contentLength(),
                        head.eTag(),
                        Optional.ofNullable(head.versionId()),
                        head.lastModified(),
                        head.metadata()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    /** {@return whether there is an object} */
    public boolean exists(String key) throws IOException {
        return head(key).isPresent();
    }

    /**
     * {@return a small object as text, empty if there is none}
     *
     * @param key its name
     * @param mostBytes more than this is refused
     * @throws IllegalArgumentException if it is larger
     */
    public Optional<String> text(String key, int mostBytes) throws IOException {
        Optional<byte[]> bytes = ask("read " + key, () -> {
            try (ResponseInputStream<GetObjectResponse> in =
                    s3.getObject(r -> r.bucket(bucket).key(key))) {
                byte[] read = in.readNBytes(mostBytes + 1);
                if (read.length <= mostBytes) {
                    requireWhole(in, read.length);
                }
                return Optional.of(read);
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (bytes.isPresent() && bytes.get().length > mostBytes) {
            throw new IllegalArgumentException(
                    "s3://" + bucket + "/" + key + " has more than " + mostBytes + " bytes; it must be smaller");
        }
        return bytes.map(b -> new String(b, StandardCharsets.UTF_8));
    }

    /**
     * Reads a part of an object.
     *
     * @param object what was said of it
     * @param from first byte
     * @param length number of bytes, at least 1
     * @throws IOException if it is no longer that object, or fewer bytes come
     */
    public byte[] bytes(StoredObject object, long from, int length) throws IOException {
        return ask("read " + object.key(), () -> {
            try {
                GetObjectRequest.Builder request = GetObjectRequest.builder()
                        .bucket(bucket)
                        .key(object.key())
                        .versionId(object.versionId().orElse(null))
                        .ifMatch(object.eTag());
                return new Range(from, length).get(s3, request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /**
     * Reads an object into a file, which is replaced; what is there after an exception is not the object.
     *
     * @return what was put with it
     */
    public Map<String, String> download(String key, Path file) throws IOException {
        return ask("read " + key, () -> {
            try (ResponseInputStream<GetObjectResponse> in =
                    s3.getObject(r -> r.bucket(bucket).key(key))) {
                requireWhole(in, Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING));
                return in.response().metadata();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** An answer that breaks off seems to end: the client compares its length with nothing. */
    private static void requireWhole(ResponseInputStream<GetObjectResponse> answer, long read) throws IOException {
        Long said = answer.response().contentLength();
        if (said != null && read != said) {
            throw new EOFException("got " + read + " bytes of " + said);
        }
    }

    /** Puts an object, whatever was there. */
    public void put(String key, String text) throws IOException {
        ask(
                "write " + key,
                () -> s3.putObject(
                        r -> r.bucket(bucket).key(key).contentType("application/json"), RequestBody.fromString(text)));
    }

    /**
     * Puts an object where there is none.
     *
     * @return whether this call put it. False does not mean that somebody else did: a request whose answer was lost is
     *     sent again, and then meets its own object. Who must know compares what is there with what it put.
     */
    public boolean putIfAbsent(String key, String text) throws IOException {
        return putIfAbsent(key, RequestBody.fromString(text), "application/json", Map.of());
    }

    /**
     * Puts a file where there is no object.
     *
     * @param metadata kept with it, in the same step
     * @return as {@link #putIfAbsent(String, String)}
     */
    public boolean putIfAbsent(String key, Path file, String contentType, Map<String, String> metadata)
            throws IOException {
        if (Files.size(file) > Multipart.PART_BYTES) {
            Multipart upload = new Multipart(s3, bucket);
            return unlessTaken(key, () -> upload.putIfAbsent(key, file, contentType, metadata));
        }
        return putIfAbsent(key, RequestBody.fromFile(file), contentType, metadata);
    }

    private boolean putIfAbsent(String key, RequestBody body, String contentType, Map<String, String> metadata)
            throws IOException {
        return unlessTaken(
                key,
                () -> s3.putObject(
                        r -> r.bucket(bucket)
                                .key(key)
                                .ifNoneMatch("*")
                                .contentType(contentType)
                                .metadata(metadata),
                        body));
    }

    private boolean unlessTaken(String key, Runnable put) throws IOException {
        return ask("write " + key, () -> {
            for (int conflicts = 1; ; conflicts++) {
                try {
                    put.run();
                    return true;
                } catch (S3Exception e) {
                    if (e.statusCode() == PRECONDITION_FAILED) {
                        return false;
                    }
                    // Somebody else is just putting it, and may fail: that says nothing yet.
                    if (e.statusCode() != CONFLICT || conflicts == CONFLICTS) {
                        throw e;
                    }
                }
            }
        });
    }

    /** Deletes an object, if there is one. */
    public void delete(String key) throws IOException {
        ask("delete " + key, () -> s3.deleteObject(r -> r.bucket(bucket).key(key)));
    }

    /** {@return all objects whose names begin so, by name; encoded on the way, since XML cannot hold every character} */
    public List<StoredObject> list(String prefix) throws IOException {
        return ask("list " + prefix, () -> {
            List<StoredObject> all = new ArrayList<>();
            s3
                    .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                    .contents()
                    .stream()
                    // The embedded store lists files that it is still writing; they have none yet.
                    .filter(o -> o.eTag() != null && !o.eTag().isBlank())
                    .forEach(o -> all.add(new StoredObject(
                            o.key(), o.size(), o.eTag(), Optional.empty(), o.lastModified(), Map.of())));
            return all;
        });
    }

    /** {@return the next parts of names that begin so, up to the next slash: {@code a/} gives {@code b} for {@code a/b/c}} */
    public List<String> folders(String prefix) throws IOException {
        return ask("list " + prefix, () -> {
            List<String> all = new ArrayList<>();
            s3.listObjectsV2Paginator(
                            r -> r.bucket(bucket).prefix(prefix).delimiter("/").encodingType(EncodingType.URL))
                    .commonPrefixes()
                    .forEach(p -> all.add(
                            p.prefix().substring(prefix.length(), p.prefix().length() - 1)));
            return all;
        });
    }

    /** {@return the time by the server's clock, which is the one that {@link StoredObject#modified} is told by} */
    public Instant now() throws IOException {
        return ask("reach", () -> s3.headBucket(r -> r.bucket(bucket))
                .sdkHttpResponse()
                .firstMatchingHeader("Date")
                .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                .orElseGet(Instant::now));
    }

    /** What the network or this machine's disk does says nothing about the work. */
    private <T> T ask(String what, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw NotNowException.unlessRefused("cannot " + what + " in bucket " + bucket, e);
        } catch (UncheckedIOException e) {
            throw new NotNowException(
                    "cannot " + what + " in bucket " + bucket + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }
}
