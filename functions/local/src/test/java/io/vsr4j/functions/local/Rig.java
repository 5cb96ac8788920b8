package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.JobsOfVideos;
import io.vsr4j.functions.Limits;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Worker;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Queues;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A bucket and queues, workers on them whose calls may go wrong, and a look at what they leave. */
final class Rig implements AutoCloseable {
    static final String BUCKET = "videos";
    /** 24 frames with sound, in 6 chunks. */
    static final Map<String, String> SETTINGS =
            Map.of("vsr-model", "bicubic", "vsr-scale", "2", "vsr-chunk-frames", "4", "vsr-threads", "1");

    static final Path CLIP = Path.of("src/test/resources/clip.mp4");
    static final Path OTHER = Path.of("src/test/resources/other.mp4");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long GLANCE_MILLISECONDS = 50;
    /** Between looks at jobs and queues, each of them some calls to servers that share the processor with the work. */
    private static final long LOOK_MILLISECONDS = 200;

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration VISIBILITY = Duration.ofSeconds(2);

    private final Path folder;
    private final boolean parts;
    private final LocalCloud local;
    private final Service service;
    private final JobsOfVideos jobs;
    private final List<AutoCloseable> clients = new ArrayList<>();

    Rig(Path folder) throws IOException {
        this(folder, false);
    }

    /** @param parts whether videos are cut into parts */
    Rig(Path folder, boolean parts) throws IOException {
        this.folder = folder;
        this.parts = parts;
        local = new LocalCloud(
                folder.resolve("data"), 0, 0, new Credentials("local", "secret"), BUCKET, "vsr-", List.of("normal"));
        service = service("looking-on", 10, Duration.ofHours(1), new Faults());
        jobs = new JobsOfVideos(service);
        // The server keeps messages of another one of the same process.
        List.of("ingest", "chunks-normal", "merge", "dead").forEach(this::drain);
    }

    /** {@return how the servers are reached} */
    Aws aws() {
        return local.aws();
    }

    /** {@return the bucket and the queues, seen by somebody with whom nothing goes wrong} */
    Service service() {
        return service;
    }

    ObjectStore store() {
        return service.store();
    }

    /** {@return a service of a worker's own} */
    Service service(String worker, int mostReceives, Duration sweepAfter, ExecutionInterceptor... faults) {
        return service(worker, mostReceives, sweepAfter, Duration.ofMillis(500), faults);
    }

    /** {@return a service of a worker's own, to whom claims count for longer or shorter} */
    Service service(
            String worker, int mostReceives, Duration sweepAfter, Duration lease, ExecutionInterceptor... faults) {
        S3Client s3 =
                client(S3Client.builder().forcePathStyle(true), local.aws().s3().orElseThrow(), faults);
        SqsClient sqs = client(SqsClient.builder(), local.aws().sqs().orElseThrow(), faults);
        FunctionsConfig config = new FunctionsConfig(
                BUCKET,
                "vsr-",
                List.of("normal"),
                VISIBILITY,
                mostReceives,
                lease,
                sweepAfter,
                temporary().resolve(worker),
                "cpu",
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                worker,
                parts,
                Duration.ofSeconds(2),
                Limits.DEFAULT);
        return new Service(
                config,
                new ObjectStore(s3, BUCKET),
                Queues.named("vsr-", config.chunkQueues(), name -> Aws.queue(sqs, name)));
    }

    private <C extends AutoCloseable, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
            B builder, URI endpoint, ExecutionInterceptor... faults) {
        C client = builder.region(Region.US_EAST_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "secret")))
                .overrideConfiguration(c -> c.executionInterceptors(List.of(faults)))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(SILENCE))
                .build();
        clients.add(client);
        return client;
    }

    /** {@return where workers make files} */
    Path temporary() {
        return folder.resolve("tmp");
    }

    SqsClient sqs() {
        return (SqsClient) clients.get(1);
    }

    /** Puts a video. */
    void put(String key, Path file, Map<String, String> metadata) throws IOException {
        S3Client s3 = (S3Client) clients.get(0);
        s3.putObject(r -> r.bucket(BUCKET).key(key).metadata(metadata), file);
    }

    /** {@return a worker with whom nothing goes wrong} */
    Running work(String name) throws IOException {
        return work(name, 10, Duration.ofHours(1), new Faults());
    }

    /** {@return a worker with all roles} */
    Running work(String name, int mostReceives, Duration sweepAfter, ExecutionInterceptor... faults)
            throws IOException {
        Functions functions = new Functions(service(name, mostReceives, sweepAfter, faults));
        return new Running(functions, new Worker(functions, EnumSet.allOf(Role.class)));
    }

    /** A worker at work. */
    record Running(Functions functions, Worker worker) implements AutoCloseable {
        @Override
        public void close() {
            worker.close();
            functions.close();
        }
    }

    /** Waits until something holds that is there for an instant, and costs little to look at. */
    static void await(String what, Callable<Boolean> holds) throws Exception {
        await(what, GLANCE_MILLISECONDS, holds);
    }

    private static void await(String what, long pause, Callable<Boolean> holds) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain until " + what);
            }
            Thread.sleep(pause);
        }
    }

    /** {@return the job of a video when it is in a state} */
    JobStatus await(String key, JobStatus.State state) throws Exception {
        JobStatus[] found = new JobStatus[1];
        await(key + " is " + state, LOOK_MILLISECONDS, () -> {
            for (JobStatus job : jobs(key)) {
                if (job.state() == state) {
                    found[0] = job;
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    /** {@return the jobs of a video} */
    List<JobStatus> jobs(String key) throws IOException {
        return jobs.of(key);
    }

    /** Waits until no message is in any queue but the dead's. */
    void awaitQuiet() throws Exception {
        await("the queues are empty", LOOK_MILLISECONDS, () -> {
            boolean idle = service.queues().ingest().isIdle()
                    && service.queues().merge().isIdle();
            for (MessageQueue queue : service.queues().chunks().values()) {
                idle &= queue.isIdle();
            }
            return idle;
        });
    }

    /** {@return all messages of a queue, which is empty then} */
    List<String> drain(String name) {
        SqsClient sqs = sqs();
        String url = sqs.getQueueUrl(r -> r.queueName("vsr-" + name)).queueUrl();
        List<String> bodies = new ArrayList<>();
        while (true) {
            List<Message> some = sqs.receiveMessage(
                            r -> r.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(0))
                    .messages();
            if (some.isEmpty()) {
                return bodies;
            }
            for (Message message : some) {
                bodies.add(message.body());
                sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }
    }

    /** {@return the bytes of an object} */
    byte[] bytes(String key) throws IOException {
        Path file = Files.createTempFile(folder, "object", "");
        try {
            store().download(key, file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** {@return name of the part for a chunk} */
    static String part(Manifest manifest, int chunk) {
        return Service.keys(manifest.job())
                .part(chunk, manifest.parts().get(chunk).sha256());
    }

    /** The parts of the video, if it should be cut, are those of the manifest, and no others. */
    void assertParts(Manifest manifest) throws IOException {
        assertThat(manifest.parts()).hasSize(parts ? manifest.plan().chunks().size() : 0);
        List<String> named = new ArrayList<>();
        for (int chunk = 0; chunk < manifest.parts().size(); chunk++) {
            named.add(part(manifest, chunk));
            Path file = Files.write(folder.resolve("part"), bytes(part(manifest, chunk)));
            assertThat(Sha256.of(file)).isEqualTo(manifest.parts().get(chunk).sha256());
        }
        assertThat(store().list(Service.keys(manifest.job()).root() + "parts/"))
                .extracting(StoredObject::key)
                .containsExactlyElementsOf(named);
    }

    /** Nothing that is there claims to be what it is not, and there is one result, of these bytes. */
    void assertWhole(String job, byte[] result) throws IOException {
        Manifest manifest = service.manifest(job).orElseThrow();
        assertParts(manifest);
        JobKeys keys = Service.keys(job);
        List<StoredObject> chunks = store().list(keys.chunks());
        assertThat(chunks).hasSize(manifest.plan().chunks().size());
        for (StoredObject chunk : chunks) {
            Path file = Files.createTempFile(folder, "chunk", "");
            Map<String, String> kept = store().download(chunk.key(), file);
            assertThat(Sha256.of(file)).as(chunk.key()).isEqualTo(kept.get("sha256"));
            Files.delete(file);
        }
        String below = manifest.result().substring(0, manifest.result().lastIndexOf('/') + 1);
        assertThat(store().list(below))
                .extracting(StoredObject::key)
                .containsExactlyInAnyOrder(manifest.result(), manifest.report());
        assertThat(bytes(manifest.result())).isEqualTo(result);
        assertThat(store().text(keys.done(), 1 << 20)).isEqualTo(store().text(manifest.report(), 1 << 20));
        assertThat(store().list(keys.failures())).isEmpty();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        local.close();
    }
}
