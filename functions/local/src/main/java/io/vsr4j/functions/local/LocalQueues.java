package io.vsr4j.functions.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;

/** SQS on a file: messages are there after a restart. It answers on the loopback address only. */
final class LocalQueues implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int port;
    private final scala.Function0<?> stop;

    /**
     * Starts it.
     *
     * @param folder where messages are kept
     * @param port a free one
     */
    LocalQueues(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        this.port = port;
        // Each change is on the disk before it is acknowledged; the store's own default keeps half a second in memory.
        // Queues have no redrive policy: in this store a message that it moved is in both queues after a restart.
        String storage = "jdbc:h2:" + folder.toAbsolutePath().resolve("messages") + ";WRITE_DELAY=0";
        Config config = ConfigFactory.parseMap(Map.of(
                        "messages-storage.enabled",
                        true,
                        "messages-storage.uri",
                        storage,
                        "rest-sqs.enabled",
                        true,
                        "rest-sqs.bind-hostname",
                        "127.0.0.1",
                        "rest-sqs.bind-port",
                        port,
                        "rest-stats.enabled",
                        false,
                        "node-address.host",
                        "127.0.0.1",
                        "node-address.port",
                        port,
                        "pekko.loglevel",
                        "WARNING"))
                .withFallback(ConfigFactory.load())
                .resolve();
        try {
            stop = new ElasticMQServer(new ElasticMQServerConfig(config)).start();
        } catch (RuntimeException e) {
            throw new IOException("cannot start SQS on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** {@return where it answers} */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The server waits for each request, up to the 20 seconds of one that waits for messages; nothing depends on that. */
    @Override
    public void close() {
        Thread stopping = new Thread(stop::apply, "vsr-sqs-stop");
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
