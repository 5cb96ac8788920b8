package io.vsr4j.functions.aws;

import io.vsr4j.functions.queue.MessageQueue;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * How S3 and SQS are reached.
 *
 * @param region of AWS; any for servers of another kind
 * @param s3 address of a server that is not AWS's
 * @param sqs address of a server that is not AWS's
 * @param accessKey with {@code secretKey}; without, whatever the environment provides, such as the role of an instance
 * @param secretKey the secret
 */
public record Aws(
        String region, Optional<URI> s3, Optional<URI> sqs, Optional<String> accessKey, Optional<String> secretKey) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** A server that says nothing for so long is gone. */
    private static final Duration STORE_SILENCE = Duration.ofSeconds(30);
    /** Receiving waits up to 20 seconds for a message. */
    private static final Duration QUEUE_SILENCE = Duration.ofSeconds(30);

    /** {@return a client of S3; the caller closes it} */
    public S3Client openS3() {
        return openS3(RequestChecksumCalculation.WHEN_SUPPORTED);
    }

    /** {@return a client of S3; the caller closes it} */
    public S3Client openS3(RequestChecksumCalculation checksums) {
        var builder = S3Client.builder()
                .requestChecksumCalculation(checksums)
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(STORE_SILENCE));
        s3.ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        return builder.build();
    }

    /**
     * {@return what signs requests that others send; the caller closes it}
     *
     * <p>They are sent without checksums of the client's, which a browser does not make.
     */
    public S3Presigner openPresigner() {
        var builder = S3Presigner.builder().region(Region.of(region)).credentialsProvider(credentials());
        s3.ifPresent(endpoint -> builder.endpointOverride(endpoint)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build()));
        return builder.build();
    }

    /** {@return a client of SQS; the caller closes it} */
    public SqsClient openSqs() {
        var builder = SqsClient.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(QUEUE_SILENCE));
        sqs.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** {@return the queue of that name} */
    public static MessageQueue queue(SqsClient sqs, String name) {
        return new MessageQueue(
                sqs, name, sqs.getQueueUrl(r -> r.queueName(name)).queueUrl());
    }

    private AwsCredentialsProvider credentials() {
        if (accessKey.isPresent() && secretKey.isPresent()) {
            return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey.get(), secretKey.get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    /** Does not show the keys. */
    @Override
    public String toString() {
        return region + " " + s3.map(URI::toString).orElse("AWS");
    }
}
