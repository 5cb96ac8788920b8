package io.vsr4j.functions.aws;

import io.vsr4j.functions.queue.MessageQueue;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Tries what a process is told when it starts, and says which setting to change if it does not work. */
public final class Reach {
    private static final int NOT_FOUND = 404;
    private static final int MOVED = 301;
    private static final int SERVER_ERROR = 500;

    private final Aws aws;

    /** @param aws how S3 and SQS are reached */
    public Reach(Aws aws) {
        this.aws = aws;
    }

    /**
     * Looks for a bucket.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    public void bucket(S3Client s3, String name) {
        String place = place("S3", aws.s3());
        ask("vsr.s3-endpoint", place, () -> {
            try {
                return s3.headBucket(r -> r.bucket(name));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND || e.statusCode() == MOVED) {
                    throw new IllegalArgumentException(
                            "vsr.bucket: there is no bucket '" + name + "' in " + place + "; make it, or name another");
                }
                throw e;
            }
        });
    }

    /**
     * Finds a queue.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    public MessageQueue queue(SqsClient sqs, String name) {
        String place = place("SQS", aws.sqs());
        return ask("vsr.sqs-endpoint", place, () -> {
            try {
                return Aws.queue(sqs, name);
            } catch (QueueDoesNotExistException e) {
                throw new IllegalArgumentException("vsr.queue-prefix, vsr.queues: there is no queue '" + name + "' in "
                        + place + "; make it, or name others");
            }
        });
    }

    private String place(String service, Optional<URI> endpoint) {
        return service + " at " + endpoint.map(URI::toString).orElse("AWS, region " + aws.region());
    }

    private <T> T ask(String endpoint, String place, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkServiceException e) {
            boolean refused = e.statusCode() < SERVER_ERROR;
            throw new IllegalArgumentException(
                    refused
                            ? credentials() + ": " + place + " refuses them with status " + e.statusCode()
                                    + "; they must be right, and allowed to use bucket and queues"
                            : endpoint + ": " + place + " answers with status " + e.statusCode()
                                    + "; wait until it works, or set another",
                    e);
        } catch (SdkClientException e) {
            if (isAboutCredentials(e)) {
                throw new IllegalArgumentException(
                        "vsr.access-key, vsr.secret-key: neither they nor the environment say whose requests these are;"
                                + " set both, or give the machine a role",
                        e);
            }
            throw new IllegalArgumentException(
                    endpoint + ", vsr.region: nothing answers as " + place + "; start it, or set another", e);
        }
    }

    private String credentials() {
        return aws.accessKey().isPresent() ? "vsr.access-key, vsr.secret-key" : "the credentials of the environment";
    }

    private static boolean isAboutCredentials(SdkException e) {
        return String.valueOf(e.getMessage()).contains("load credentials");
    }
}
