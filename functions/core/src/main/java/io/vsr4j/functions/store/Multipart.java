package io.vsr4j.functions.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Uploads of files that are too large for one request; the object appears with the last one. */
final class Multipart {
    /** A request that fails is sent again from its start, so parts are small beside what S3 allows, 5 GB. */
    static final long PART_BYTES = 64L << 20;

    private static final int MOST_PARTS = 10_000;

    private final S3Client s3;
    private final String bucket;

    Multipart(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Throws what a put would throw, also that there is an object. */
    void putIfAbsent(String key, Path file, String contentType, Map<String, String> metadata) {
        String upload = s3.createMultipartUpload(
                        r -> r.bucket(bucket).key(key).contentType(contentType).metadata(metadata))
                .uploadId();
        boolean completed = false;
        try {
            List<CompletedPart> parts = parts(key, file, upload);
            s3.completeMultipartUpload(r ->
                    r.bucket(bucket).key(key).uploadId(upload).ifNoneMatch("*").multipartUpload(m -> m.parts(parts)));
            completed = true;
        } finally {
            if (!completed) {
                abort(key, upload);
            }
        }
    }

    private List<CompletedPart> parts(String key, Path file, String upload) {
        long size = size(file);
        long part = partBytes(size);
        List<CompletedPart> parts = new ArrayList<>();
        for (long start = 0; start < size; start += part) {
            long from = start;
            long length = Math.min(part, size - start);
            int number = parts.size() + 1;
            // Closes what was opened for a request that is sent again.
            ContentStreamProvider contents = ContentStreamProvider.fromInputStreamSupplier(() -> open(file, from));
            RequestBody body = RequestBody.fromContentProvider(contents, length, "application/octet-stream");
            String eTag = s3.uploadPart(
                            r -> r.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentLength(length),
                            body)
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }
        return parts;
    }

    /** {@return bytes of each part of a file but the last, which may have fewer} */
    static long partBytes(long size) {
        return Math.max(PART_BYTES, (size + MOST_PARTS - 1) / MOST_PARTS);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path file, long from) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(from);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts of an upload that is not completed are kept, and paid for, until it is given up. */
    private void abort(String key, String upload) {
        try {
            s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            // A lifecycle rule of the bucket does it later.
        }
    }
}
