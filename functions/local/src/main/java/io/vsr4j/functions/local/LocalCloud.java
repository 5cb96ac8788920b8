package io.vsr4j.functions.local;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.queue.MessageQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Bucket and queues of the service on this machine, in one folder. A put below {@code incoming/} sends the message that S3
 * would send.
 */
public final class LocalCloud implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCloud.class);
    /** Queues that were there before answer a little later than the port does. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
     * @param credentials what clients of S3 sign with
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
        queues = new LocalQueues(folder.resolve("sqs"), sqsPort);
        List<String> names = new ArrayList<>(List.of("ingest", "merge", "dead"));
        chunkQueues.forEach(name -> names.add("chunks-" + name));
        Aws queuesOnly = aws(Optional.empty(), credentials);
        sqs = queuesOnly.openSqs();
        for (String name : names) {
            create(queuePrefix + name);
        }
        MessageQueue ingest = Aws.queue(sqs, queuePrefix + "ingest");
        store = new LocalStore(folder.resolve("s3"), s3Port, credentials, put -> notify(ingest, bucket, put));
        aws = aws(Optional.of(store), credentials);
        try (S3Client s3 = aws.openS3()) {
            s3.createBucket(r -> r.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            LOG.debug("the bucket is there");
        }
    }

    private Aws aws(Optional<LocalStore> s3, Credentials credentials) {
        return new Aws(
                "us-east-1",
                s3.map(LocalStore::endpoint),
                Optional.of(queues.endpoint()),
                Optional.of(credentials.accessKey()),
                Optional.of(credentials.secretKey()));
    }

    private void create(String queue) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                sqs.createQueue(r -> r.queueName(queue));
                return;
            } catch (SqsException e) {
                if (System.nanoTime() > until) {
                    throw new IOException("cannot make queue " + queue + ": " + e.getMessage(), e);
                }
                LOG.debug("queue {} is not ready yet", queue, e);
            }
        }
    }

    private static void notify(MessageQueue ingest, String bucket, PutEvents.Put put) {
        if (!put.bucket().equals(bucket) || !put.key().startsWith(FunctionsConfig.INCOMING)) {
            return;
        }
        try {
            ingest.send(List.of(
                    S3Notification.created(bucket, put.key(), 0, put.eTag()).toJson()));
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
