package io.vsr4j.functions.store;

import java.io.EOFException;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Some bytes of an object.
 *
 * @param from first one
 * @param length number of them, at least 1
 */
record Range(long from, int length) {
    /**
     * Reads them, and nothing else: a server that ignores the range, or an answer that breaks off, is told apart.
     *
     * @param object which object, with the eTag that it must have
     * @throws IOException if the answer holds others, or fewer
     */
    byte[] get(S3Client s3, GetObjectRequest.Builder object) throws IOException {
        GetObjectRequest request =
                object.range("bytes=" + from + "-" + (from + length - 1)).build();
        try (ResponseInputStream<GetObjectResponse> in = s3.getObject(request)) {
            String range = in.response().contentRange();
            if (range == null || !range.startsWith("bytes " + from + "-")) {
                throw new IOException("asked for bytes from " + from + " on, got " + (range == null ? "all" : range));
            }
            byte[] read = in.readNBytes(length);
            if (read.length != length) {
                throw new EOFException("got " + read.length + " bytes of " + length);
            }
            return read;
        }
    }
}
