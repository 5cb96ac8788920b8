package io.vsr4j.functions.local;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import scalikejdbc.ConnectionPool;

/**
 * SQS on a file: messages are there after a restart. A process has one at a time. It answers on the loopback address only, through a {@link QueueGate}; the
 * server behind that has an address that nobody is told.
 */
final class LocalQueues implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final QueueGate gate;
    private final List<String> kept;
    private final scala.Function0<?> stop;

    /**
     * Starts it.
     *
     * @param folder where messages are kept
     * @param port a free one
     * @param credentials what clients sign with
     */
    LocalQueues(Path folder, int port, Credentials credentials) throws IOException {
        Files.createDirectories(folder);
        InetAddress hidden = Ports.hiddenAddress();
        int behind = Ports.free("sqs-port", hidden, 0);
        // Each change is on the disk before it is acknowledged; the store's own default keeps half a second in memory.
        // Queues have no redrive policy: in this store a message that it moved is in both queues after a restart.
        String storage = "jdbc:h2:" + folder.toAbsolutePath().resolve("messages") + ";WRITE_DELAY=0";
        connect(storage);
        kept = names(storage);
        Config config = ConfigFactory.parseMap(Map.of(
                        "messages-storage.enabled",
                        true,
                        "messages-storage.uri",
                        storage,
                        "rest-sqs.enabled",
                        true,
                        "rest-sqs.bind-hostname",
                        hidden.getHostAddress(),
                        "rest-sqs.bind-port",
                        behind,
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
            throw new IOException("cannot start SQS: " + e.getMessage(), e);
        }
        try {
            gate = new QueueGate(port, URI.create("http://" + hidden.getHostAddress() + ":" + behind), credentials);
        } catch (IOException e) {
            stop.apply();
            throw new IOException("cannot open port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /**
     * Opens the file for the server. By itself it would do so for the first one of a process only, and those that follow would
     * answer with what was left in the file of the first.
     */
    private static void connect(String storage) {
        ConnectionPool.singleton(
                storage,
                "",
                "",
                ConnectionPool.singleton$default$4(),
                ConnectionPool.singleton$default$5(storage, "", "", ConnectionPool.singleton$default$4()));
    }

    /** {@return the queues that the file has} */
    private static List<String> names(String storage) throws IOException {
        List<String> names = new ArrayList<>();
        try (Connection file = DriverManager.getConnection(storage, "", "");
                ResultSet tables = file.getMetaData().getTables(null, "PUBLIC", "QUEUE", null)) {
            if (tables.next()) {
                try (Statement query = file.createStatement();
                        ResultSet rows = query.executeQuery("select name from queue")) {
                    while (rows.next()) {
                        names.add(rows.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IOException("cannot read the queues' file: " + e.getMessage(), e);
        }
        return names;
    }

    /**
     * {@return the queues that were there when it started} They are brought back while it answers already. One that is made anew
     * before its turn comes has none of its messages, so look for each before making any.
     */
    List<String> kept() {
        return kept;
    }

    /** The server waits for each request, up to the 20 seconds of one that waits for messages; nothing depends on that. */
    @Override
    public void close() {
        gate.close();
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
