package io.vsr4j.functions.store;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedUploadPartRequest;

/** Uploads in parts which others send, by requests that are signed for them. */
public final class MultipartUpload implements AutoCloseable {
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final S3Presigner presigner;
    private final String bucket;

    /**
     * A part, and how it is sent: by PUT, with exactly its bytes.
     *
     * @param number from 1
     * @param url where to
     * @param from index of its first byte in the file
     * @param to index after its last one
     */
    public record Part(int number, URL url, long from, long to) {}

    /**
     * @param aws how S3 is reached
     * @param bucket name of the bucket
     */
    public MultipartUpload(Aws aws, String bucket) {
        // Parts come without checksums of the client's, so that none may be promised for the whole.
        s3 = aws.openS3(RequestChecksumCalculation.WHEN_REQUIRED);
        presigner = aws.openPresigner();
        this.bucket = bucket;
    }

    /**
     * {@return the bucket's id of a new upload}
     *
     * @param metadata kept with the object that becomes of it
     */
    public String begin(String key, Map<String, String> metadata) throws IOException {
        return ask("begin to upload " + key, () -> s3.createMultipartUpload(r -> r.bucket(bucket)
                        .key(key)
                        .contentType("application/octet-stream")
                        .metadata(metadata))
                .uploadId());
    }

    /** {@return where parts are sent, as scheme and host: what a page must be allowed to call} */
    public String origin() {
        URL url = s3.utilities().getUrl(r -> r.bucket(bucket).key("x"));
        return url.getProtocol() + "://" + url.getAuthority();
    }

    /** {@return signed requests for all parts of a file} */
    public List<Part> sign(String key, String upload, long bytes, Duration valid) {
        List<Part> parts = new ArrayList<>();
        long part = Multipart.partBytes(bytes);
        for (long from = 0; from < bytes; from += part) {
            long to = Math.min(bytes, from + part);
            int number = parts.size() + 1;
            // The length is signed too, so that no part can be larger than was said.
            PresignedUploadPartRequest signed =
                    presigner.presignUploadPart(p -> p.signatureDuration(valid).uploadPartRequest(r -> r.bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .partNumber(number)
                            .contentLength(to - (number - 1) * part)));
            parts.add(new Part(number, signed.url(), from, to));
        }
        return parts;
    }

    /**
     * Makes the parts one object.
     *
     * @param eTags of the parts by number
     * @throws InvalidRequestException if some are missing, or are not what the bucket has
     */
    public void complete(String key, String upload, long bytes, Map<Integer, String> eTags) throws IOException {
        int count = (int) ((bytes + Multipart.partBytes(bytes) - 1) / Multipart.partBytes(bytes));
        Set<Integer> wanted = new TreeSet<>();
        for (int number = 1; number <= count; number++) {
            wanted.add(number);
        }
        if (!eTags.keySet().equals(wanted) || eTags.values().stream().anyMatch(Objects::isNull)) {
            throw new InvalidRequestException("the upload has " + count + " parts, numbered from 1, got etags of "
                    + new TreeSet<>(eTags.keySet()) + "; give each part's ETag once");
        }
        List<CompletedPart> parts = new TreeMap<>(eTags)
                .entrySet().stream()
                        .map(e -> CompletedPart.builder()
                                .partNumber(e.getKey())
                                .eTag(e.getValue())
                                .build())
                        .toList();
        try {
            s3.completeMultipartUpload(
                    r -> r.bucket(bucket).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
        } catch (S3Exception e) {
            if (e.statusCode() >= CLIENT_ERROR && e.statusCode() < SERVER_ERROR) {
                throw new InvalidRequestException(
                        "the bucket does not have these parts, or not with these etags; send what is missing, and give"
                                + " the ETag header of each answer",
                        e);
            }
            throw NotNowException.unlessRefused("cannot complete " + key, e);
        } catch (SdkException e) {
            throw NotNowException.unlessRefused("cannot complete " + key, e);
        }
    }

    /** Deletes what was sent. */
    public void abort(String key, String upload) throws IOException {
        ask("give up " + key, () -> {
            try {
                return s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return null; // it was given up before
                }
                throw e;
            }
        });
    }

    private static <T> T ask(String what, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw NotNowException.unlessRefused("cannot " + what, e);
        }
    }

    @Override
    public void close() {
        s3.close();
        presigner.close();
    }
}
