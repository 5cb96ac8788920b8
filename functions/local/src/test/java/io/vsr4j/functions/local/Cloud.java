package io.vsr4j.functions.local;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Limits;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.queue.Queues;
import io.vsr4j.functions.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A bucket and queues for a test. */
final class Cloud implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalCloud local;
    private final S3Client s3;
    private final SqsClient sqs;
    private final Service service;

    Cloud(Path folder) throws IOException {
        FunctionsConfig config = new FunctionsConfig(
                "videos",
                "vsr-",
                List.of("normal"),
                Duration.ofSeconds(5),
                10,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                folder.resolve("tmp"),
                "cpu",
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                "test",
                false,
                Duration.ofSeconds(2),
                Limits.DEFAULT);
        local = new LocalCloud(
                folder.resolve("data"), 0, 0, new Credentials("local", "secret"), "videos", "vsr-", List.of("normal"));
        s3 = local.aws().openS3();
        sqs = local.aws().openSqs();
        service = new Service(
                config,
                new ObjectStore(s3, "videos"),
                Queues.named("vsr-", config.chunkQueues(), name -> Aws.queue(sqs, name)));
    }

    Service service() {
        return service;
    }

    void put(String key, Path file, Map<String, String> metadata) {
        s3.putObject(r -> r.bucket("videos").key(key).metadata(metadata), file);
    }

    /** Waits until the only job is in a state. */
    JobStatus await(JobStatus.State state) throws Exception {
        Jobs jobs = new Jobs(service);
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<JobStatus> all = jobs.all();
        while (all.size() != 1 || all.get(0).state() != state) {
            if (System.nanoTime() > until) {
                throw new AssertionError("expected one job that is " + state + ", got " + all);
            }
            Thread.sleep(100);
            all = jobs.all();
        }
        return all.get(0);
    }

    @Override
    public void close() throws IOException {
        s3.close();
        sqs.close();
        local.close();
    }
}
