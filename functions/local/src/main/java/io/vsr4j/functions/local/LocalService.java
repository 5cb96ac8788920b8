package io.vsr4j.functions.local;

import io.vsr4j.functions.DataFolder;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The whole service on this machine: bucket, queues, and workers as child processes. */
public final class LocalService implements AutoCloseable {
    private static final String BUCKET = "videos";
    private static final String QUEUE_PREFIX = "vsr-";
    /** Looking into videos and joining them needs little. */
    private static final List<String> COORDINATOR_OPTIONS = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");

    private final DataFolder folder;
    private final LocalCloud cloud;
    private final ServiceSettings settings;
    private final List<Supervisor> workers = new ArrayList<>();

    /**
     * Starts it.
     *
     * @param data where all is kept
     * @param given settings of the service; endpoints and credentials are its own unless set
     * @param s3Port 0 for any free one
     * @param sqsPort 0 for any free one
     * @param upscalers number of processes that restore chunks
     */
    public LocalService(Path data, ServiceSettings given, int s3Port, int sqsPort, int upscalers) throws IOException {
        folder = DataFolder.open(data);
        try {
            Credentials kept = folder.credentials();
            Credentials credentials = new Credentials(
                    given.values().getOrDefault("access-key", kept.accessKey()),
                    given.values().getOrDefault("secret-key", kept.secretKey()));
            ServiceSettings own = new ServiceSettings(new TreeMap<>(given.values()))
                    .with("bucket", given.values().getOrDefault("bucket", BUCKET))
                    .with("queue-prefix", given.values().getOrDefault("queue-prefix", QUEUE_PREFIX))
                    .with("access-key", credentials.accessKey())
                    .with("secret-key", credentials.secretKey())
                    .with("temporary", folder.path().resolve("tmp").toString());
            cloud = new LocalCloud(
                    folder.path(),
                    s3Port,
                    sqsPort,
                    credentials,
                    own.config().bucket(),
                    own.config().queuePrefix(),
                    own.config().chunkQueues());
            settings = own.with("s3-endpoint", cloud.aws().s3().orElseThrow().toString())
                    .with("sqs-endpoint", cloud.aws().sqs().orElseThrow().toString());
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
        workers.add(new Supervisor(
                "coordinator", Supervisor.command(COORDINATOR_OPTIONS), settings.with("roles", "split,merge")));
        for (int i = 1; i <= upscalers; i++) {
            workers.add(
                    new Supervisor("upscaler-" + i, Supervisor.command(List.of()), settings.with("roles", "upscale")));
        }
        folder.publish(settings.values());
    }

    /** {@return how it is reached} */
    public ServiceSettings settings() {
        return settings;
    }

    /** {@return the child processes} */
    public List<Supervisor> workers() {
        return List.copyOf(workers);
    }

    /** {@return whether all workers were ready within a time} */
    public boolean awaitReady(Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        for (Supervisor worker : workers) {
            if (!worker.awaitReady(Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        workers.parallelStream().forEach(Supervisor::close);
        cloud.close();
        folder.close();
    }
}
