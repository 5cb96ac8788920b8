package io.vsr4j.functions.peer;

import io.vsr4j.functions.aws.Aws;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Moto, which shares no code with ours: the server of a Python package ({@code pip install 'moto[server]'}). It checks no
 * credentials and delivers a notification twice for an upload in parts.
 */
final class MotoPeer implements Peer {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("moto_server"), List.of("python3", "-m", "moto.server"));
    private static final List<List<String>> FOR_TERRAFORM =
            List.of(List.of("python3", "src/test/python/moto_for_terraform.py"));
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Process server;
    private final Aws aws;

    private MotoPeer(Process server, URI endpoint) {
        this.server = server;
        aws = new Aws(
                "us-east-1", Optional.of(endpoint), Optional.of(endpoint), Optional.of("tests"), Optional.of("secret"));
    }

    /** {@return a running one with bucket and queues, empty if it is not installed} */
    static Optional<MotoPeer> start(Path log) throws Exception {
        Optional<MotoPeer> peer = start(COMMANDS, log);
        peer.ifPresent(MotoPeer::make);
        return peer;
    }

    /** {@return a running one with nothing in it, on which Terraform can make what it likes; empty if it is not installed} */
    static Optional<MotoPeer> empty(Path log) throws Exception {
        return start(FOR_TERRAFORM, log);
    }

    private static Optional<MotoPeer> start(List<List<String>> commands, Path log) throws Exception {
        for (List<String> command : commands) {
            if (answersHelp(command)) {
                return Optional.of(startOne(command, log));
            }
        }
        return Optional.empty();
    }

    private static boolean answersHelp(List<String> command) throws InterruptedException {
        try {
            Process help = builder(command, "--help")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return help.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ProcessBuilder builder(List<String> command, String... arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        return new ProcessBuilder(all);
    }

    private static MotoPeer startOne(List<String> command, Path log) throws Exception {
        int port;
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        URI endpoint = URI.create("http://127.0.0.1:" + port);
        Process server = builder(command, "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MotoPeer peer = new MotoPeer(server, endpoint);
        try {
            peer.await(endpoint);
            return peer;
        } catch (Exception e) {
            peer.close();
            throw e;
        }
    }

    private void await(URI endpoint) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!answers(endpoint)) {
            if (!server.isAlive() || System.nanoTime() > until) {
                throw new IOException("moto does not answer at " + endpoint);
            }
            Thread.sleep(100);
        }
    }

    private static boolean answers(URI endpoint) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve("/moto-api/").toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private void make() {
        try (S3Client s3 = aws.openS3();
                SqsClient sqs = aws.openSqs()) {
            for (String name : List.of("merge", "dead", "chunks-urgent", "chunks-normal")) {
                sqs.createQueue(r -> r.queueName(PREFIX + name));
            }
            String ingest = sqs.createQueue(r -> r.queueName(PREFIX + "ingest")).queueUrl();
            String arn = sqs.getQueueAttributes(r -> r.queueUrl(ingest).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN);
            s3.createBucket(r -> r.bucket(BUCKET));
            s3.putBucketNotificationConfiguration(r -> r.bucket(BUCKET)
                    .notificationConfiguration(c -> c.queueConfigurations(q -> q.queueArn(arn)
                            .events(Event.S3_OBJECT_CREATED)
                            .filter(f -> f.key(
                                    k -> k.filterRules(p -> p.name("prefix").value("incoming/")))))));
        }
    }

    @Override
    public Aws aws() {
        return aws;
    }

    @Override
    public void close() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
        if (!server.waitFor(10, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
