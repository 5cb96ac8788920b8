package io.vsr4j.functions.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.TaskProtection;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Poller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsServiceClientConfiguration;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** What is urgent comes first, and waiting for it costs few requests. */
class PrioritiesTest {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    @TempDir
    Path folder;

    /** Notes the order of messages. */
    private static final class Order implements Poller.Work {
        final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();

        @Override
        public void run(Delivery delivery, BooleanSupplier stop) {
            bodies.add(delivery.body());
        }

        @Override
        public boolean isMessage(String body) {
            return true;
        }

        @Override
        public boolean isInvalid(Throwable e) {
            return false;
        }

        @Override
        public void giveUp(String body, String reason) {}
    }

    private ServiceSettings settings() {
        return ServiceSettings.of(
                Map.of(),
                Map.of(
                        "vsr.bucket",
                        Peer.BUCKET,
                        "vsr.queue-prefix",
                        Peer.PREFIX,
                        "vsr.queues",
                        String.join(",", Peer.CHUNK_QUEUES),
                        "vsr.temporary",
                        folder.resolve("tmp").toString()));
    }

    private static Poller poller(Functions functions, Order order) {
        return new Poller(
                "order",
                List.copyOf(functions.service().queues().chunks().values()),
                functions.service().queues().dead(),
                Duration.ofSeconds(30),
                5,
                order,
                TaskProtection.of(Map.of()));
    }

    private static String split(S3Client s3, Functions functions, String key, String... queue) throws Exception {
        Map<String, String> metadata = new HashMap<>(Map.of("vsr-model", "bicubic", "vsr-chunk-frames", "32"));
        if (queue.length > 0) {
            metadata.put("vsr-queue", queue[0]);
        }
        s3.putObject(r -> r.bucket(Peer.BUCKET).key(key).metadata(metadata), SAMPLE);
        return functions
                .split(S3Notification.created(Peer.BUCKET, key, 1, "").puts().get(0))
                .orElseThrow();
    }

    @Test
    void urgentChunksOfALaterJobComeBeforeNormalOnesOfAnEarlier() throws Exception {
        Order order = new Order();
        try (Peer peer = new EmbeddedPeer(folder.resolve("data"));
                S3Client s3 = peer.aws().openS3();
                SqsClient sqs = peer.aws().openSqs();
                Functions functions = new Functions(settings().connect(s3, sqs))) {
            String normal = split(s3, functions, "incoming/earlier.mp4");
            String urgent = split(s3, functions, "incoming/later.mp4", "urgent");
            List<String> jobs = new ArrayList<>();
            try (Poller poller = poller(functions, order)) {
                for (int i = 0; i < 6; i++) {
                    String body = order.bodies.poll(30, TimeUnit.SECONDS);
                    assertThat(body).as("message %d", i).isNotNull();
                    jobs.add(body.contains(urgent) ? "urgent" : body.contains(normal) ? "normal" : body);
                }
            }
            assertThat(jobs).containsExactly("urgent", "urgent", "urgent", "normal", "normal", "normal");
        }
    }

    /** Notes how many seconds each request for messages is ready to wait. */
    private record Noting(SqsClient sqs, BlockingQueue<Integer> waits) implements SqsClient {
        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            waits.add(request.waitTimeSeconds());
            return sqs.receiveMessage(request);
        }

        @Override
        public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
            return sqs.getQueueUrl(request);
        }

        @Override
        public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
            return sqs.deleteMessage(request);
        }

        @Override
        public SqsServiceClientConfiguration serviceClientConfiguration() {
            return sqs.serviceClientConfiguration();
        }

        @Override
        public String serviceName() {
            return sqs.serviceName();
        }

        @Override
        public void close() {}
    }

    @Test
    void anIdleWorkerDoesNotSpin() throws Exception {
        BlockingQueue<Integer> waits = new LinkedBlockingQueue<>();
        try (Peer peer = new EmbeddedPeer(folder.resolve("data"));
                SqsClient sqs = peer.aws().openSqs()) {
            SqsClient noting = new Noting(sqs, waits);
            List<MessageQueue> queues = Peer.CHUNK_QUEUES.stream()
                    .map(name -> Aws.queue(noting, Peer.PREFIX + "chunks-" + name))
                    .toList();
            Order order = new Order();
            try (Poller poller = new Poller(
                    "idle", queues, queues.get(0), Duration.ofSeconds(30), 5, order, TaskProtection.of(Map.of()))) {
                for (int i = 0; i < 6; i++) {
                    // A look at every queue but the last, where the server makes it wait.
                    int expected = i % queues.size() == queues.size() - 1 ? 1 : 0;
                    assertThat(waits.poll(30, TimeUnit.SECONDS))
                            .as("request %d", i)
                            .isEqualTo(expected);
                }
                Aws.queue(sqs, Peer.PREFIX + "chunks-urgent").send(List.of("woken"));
                assertThat(order.bodies.poll(30, TimeUnit.SECONDS)).isEqualTo("woken");
            }
        }
    }
}
