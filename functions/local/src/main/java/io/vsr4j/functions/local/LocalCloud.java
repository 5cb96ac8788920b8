package io.vsr4j.functions.local;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.queue.MessageQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Bucket and queues of the service on this machine, in one folder. A put below {@code incoming/} sends the message that S3
 * would send.
 */
public final class LocalCloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);
    /** Queues that were there before answer a little later than the port does. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long ASK_AGAIN_MILLIS = 50;

    private final LocalQueues queues;
    private final LocalStore store;
    private final SqsClient sqs;
    private final Aws aws;

    /**
     * Starts both servers, and makes bucket and queues where they are missing.
     *
     * @param folder where all is kept
     * @param s3Port 0 for any free one
     * @param sqsPort 0 for any free one
     * @param credentials what clients sign with
     * @param bucket its name
     * @param queuePrefix what names of queues begin with
     * @param chunkQueues names of the queues of chunks
     */
    public LocalCloud(
            Path folder,
            int s3Port,
            int sqsPort,
            Credentials credentials,
            String bucket,
            String queuePrefix,
            List<String> chunkQueues)
            throws IOException {
        int storePort = Ports.free("s3-port", s3Port);
        int queuesPort = Ports.free("sqs-port", sqsPort);
        aws = new Aws(
                "us-east-1",
                Optional.of(loopback(storePort)),
                Optional.of(loopback(queuesPort)),
                Optional.of(credentials.accessKey()),
                Optional.of(credentials.secretKey()));
        sqs = aws.openSqs();
        queues = new LocalQueues(folder.resolve("sqs"), queuesPort, credentials);
        try {
            // Whoever puts waits until it can be told of.
            CompletableFuture<MessageQueue> ingest = new CompletableFuture<>();
            store = new LocalStore(folder.resolve("s3"), storePort, credentials, put -> notify(ingest, bucket, put));
            makeBucket(bucket); // before the queues, which workers wait for
            for (String name : queues.kept()) {
                patiently("find", name, () -> sqs.getQueueUrl(r -> r.queueName(name)));
            }
            List<String> names = new ArrayList<>(List.of("ingest", "merge", "dead"));
            chunkQueues.forEach(name -> names.add("chunks-" + name));
            for (String name : names) {
                patiently("make", queuePrefix + name, () -> sqs.createQueue(r -> r.queueName(queuePrefix + name)));
            }
            ingest.complete(Aws.queue(sqs, queuePrefix + "ingest"));
        } catch (IOException | RuntimeException e) {
            sqs.close();
            queues.close();
            throw e;
        }
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void makeBucket(String bucket) {
        try (S3Client s3 = aws.openS3()) {
            s3.createBucket(r -> r.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            LOG.debug("the bucket is there");
        }
    }

    private static void patiently(String what, String queue, Runnable request) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                request.run();
                return;
            } catch (SdkException e) {
                if (System.nanoTime() > until) {
                    throw new IOException("cannot " + what + " queue " + queue + ": " + e.getMessage(), e);
                }
                LOG.debug("queue {} is not ready yet", queue, e);
            }
            try {
                Thread.sleep(ASK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the queues started", e);
            }
        }
    }

    private static void notify(CompletableFuture<MessageQueue> ingest, String bucket, PutEvents.Put put) {
        if (!put.bucket().equals(bucket) || !put.key().startsWith(FunctionsConfig.INCOMING)) {
            return;
        }
        try {
            ingest.join()
                    .send(List.of(S3Notification.created(bucket, put.key(), 0, put.eTag())
                            .toJson()));
        } catch (IOException e) {
            LOG.warn("{}; a sweep will find {}", e.getMessage(), put.key());
        }
    }

    /** {@return how to reach both} */
    public Aws aws() {
        return aws;
    }

    @Override
    public void close() throws IOException {
        sqs.close();
        store.close();
        queues.close();
    }
}
