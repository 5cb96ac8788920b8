package io.vsr4j.functions.store;

import java.io.IOException;
import java.io.InputStream;
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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

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

    boolean putIfAbsent(String key, Path file, String contentType, Map<String, String> metadata) throws IOException {
        long size = Files.size(file);
        long part = Math.max(PART_BYTES, (size + MOST_PARTS - 1) / MOST_PARTS);
        String upload = null;
        try {
            upload = s3.createMultipartUpload(r ->
                            r.bucket(bucket).key(key).contentType(contentType).metadata(metadata))
                    .uploadId();
            String id = upload;
            List<CompletedPart> parts = parts(key, file, size, part, id);
            s3.completeMultipartUpload(
                    r -> r.bucket(bucket).key(key).uploadId(id).ifNoneMatch("*").multipartUpload(m -> m.parts(parts)));
            return true;
        } catch (SdkException e) {
            abort(key, upload);
            if (e instanceof S3Exception refused && ObjectStore.isTaken(refused)) {
                return false;
            }
            throw new IOException("cannot write " + key + " in bucket " + bucket + ": " + e.getMessage(), e);
        }
    }

    private List<CompletedPart> parts(String key, Path file, long size, long part, String upload) {
        List<CompletedPart> parts = new ArrayList<>();
        for (long start = 0; start < size; start += part) {
            long from = start;
            long length = Math.min(part, size - start);
            int number = parts.size() + 1;
            RequestBody body =
                    RequestBody.fromContentProvider(() -> open(file, from), length, "application/octet-stream");
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

    private static InputStream open(Path file, long from) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channel.position(from);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Parts of an upload that is not completed are kept, and paid for, until it is given up. */
    private void abort(String key, String upload) {
        if (upload != null) {
            try {
                s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
            } catch (SdkException e) {
                // A lifecycle rule of the bucket does it later.
            }
        }
    }
}
