package io.vsr4j.functions.local;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Tells of each object that was put. If the process ends between a put and its telling, a sweep finds the object. */
final class PutEvents extends ForwardingBlobStore {
    /** Place holders of uploads in parts, which this store keeps among the objects. */
    private static final String UPLOADS = ".s3proxy-";

    private final Consumer<Put> sink;

    /**
     * An object that was put.
     *
     * @param bucket its bucket
     * @param key its name, as the bucket lists it
     * @param eTag of its contents
     */
    record Put(String bucket, String key, String eTag) {}

    PutEvents(BlobStore store, Consumer<Put> sink) {
        super(store);
        this.sink = sink;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream contents) {
        PutObjectResponse response = super.putBlob(request, contents);
        tell(request.bucket(), request.key(), response.eTag());
        return response;
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        CopyObjectResponse response = super.copyBlob(request);
        tell(
                request.destinationBucket(),
                request.destinationKey(),
                response.copyObjectResult().eTag());
        return response;
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
        tell(request.bucket(), request.key(), response.eTag());
        return response;
    }

    private void tell(String bucket, String key, String eTag) {
        if (!key.startsWith(UPLOADS)) {
            sink.accept(new Put(bucket, listed(key), eTag == null ? "" : eTag));
        }
    }

    /** Objects are files: {@code a//b} and {@code a/./b} are put as {@code a/b}, and a video must not be two. */
    private static String listed(String key) {
        if (!("/" + key).matches("(?s).*/\\.{0,2}/.*")) {
            return key;
        }
        return Path.of(key).normalize() + (key.endsWith("/") ? "/" : "");
    }
}
