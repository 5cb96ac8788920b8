package io.vsr4j.functions.local;

import io.vsr4j.functions.DataFolder;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.observe.Observer;
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
    /** Seconds. The network is this machine's own, and whoever starts it again after a crash waits for it. */
    private static final String VISIBILITY = "20";

    /** Looking into videos and joining them needs little. */
    private static final List<String> COORDINATOR_OPTIONS = List.of("-Xmx1g");

    private final DataFolder folder;
    private final Observer observer;
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
     * @param observer who is told what the workers do
     */
    public LocalService(Path data, ServiceSettings given, int s3Port, int sqsPort, int upscalers, Observer observer)
            throws IOException {
        this.observer = observer;
        folder = DataFolder.open(data);
        try {
            LocalStore.requireAttributes(folder.path());
            folder.clearUploads();
            Credentials kept = folder.credentials();
            int s3 = Ports.free("s3-port", s3Port);
            int sqs = Ports.free("sqs-port", sqsPort);
            settings = new ServiceSettings(new TreeMap<>(given.values()))
                    .with("bucket", given.values().getOrDefault("bucket", BUCKET))
                    .with("queue-prefix", given.values().getOrDefault("queue-prefix", QUEUE_PREFIX))
                    .with("access-key", given.values().getOrDefault("access-key", kept.accessKey()))
                    .with("secret-key", given.values().getOrDefault("secret-key", kept.secretKey()))
                    .with("visibility", given.values().getOrDefault("visibility", VISIBILITY))
                    .with("temporary", folder.path().resolve("tmp").toString())
                    .with("s3-endpoint", "http://127.0.0.1:" + s3)
                    .with("sqs-endpoint", "http://127.0.0.1:" + sqs);
            FunctionsConfig config = settings.config();
            // They load what they need while the servers start, and wait for them.
            start("coordinator", COORDINATOR_OPTIONS, "split,merge");
            for (int i = 1; i <= upscalers; i++) {
                start("upscaler-" + i, List.of(), "upscale");
            }
            cloud = new LocalCloud(
                    folder.path(),
                    s3,
                    sqs,
                    new Credentials(
                            settings.values().get("access-key"),
                            settings.values().get("secret-key")),
                    config.bucket(),
                    config.queuePrefix(),
                    config.chunkQueues());
            folder.publish(settings.values());
        } catch (IOException | RuntimeException e) {
            workers.forEach(Supervisor::close);
            folder.close();
            throw e;
        }
    }

    private void start(String name, List<String> options, String roles) {
        workers.add(new Supervisor(
                name,
                Supervisor.command(options),
                settings.with("roles", roles).with("start-patience", "60"),
                observer));
    }

    /** {@return how it is reached} */
    public ServiceSettings settings() {
        return settings;
    }

    /** {@return the file of what clients sign with} */
    public Path credentialsFile() {
        return folder.credentialsFile();
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

    /** Tells the workers to end, and does not wait for them. */
    public void stop() {
        workers.forEach(Supervisor::stop);
    }

    @Override
    public void close() throws IOException {
        workers.parallelStream().forEach(Supervisor::close);
        cloud.close();
        folder.close();
    }
}
