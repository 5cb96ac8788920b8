package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker process that is told to end in the middle of a chunk. */
class StopTest {
    private static final String KEY = "incoming/clip.mp4";
    /** One chunk of some windows, with a network that takes a while for each. */
    private static final Map<String, String> SETTINGS = Map.of(
            "vsr-model", "anime4k", "vsr-scale", "2", "vsr-to", "0.5", "vsr-chunk-frames", "100", "vsr-threads", "1");

    private static final String NOTICE = "{\"action\": \"terminate\"}";

    @TempDir
    Path folder;

    @Test
    void toldByTheSystemItHandsItsChunkBackAndAnotherFinishesIt() throws Exception {
        try (Rig rig = new Rig(folder)) {
            rig.put("incoming/undisturbed.mp4", Clips.sample(), SETTINGS);
            byte[] undisturbed;
            try (Rig.Running worker = rig.work("undisturbed")) {
                undisturbed = rig.bytes(rig.await("incoming/undisturbed.mp4", JobStatus.State.DONE)
                        .result());
                rig.awaitQuiet();
            }
            rig.put(KEY, Clips.sample(), SETTINGS);
            Path temporary = rig.temporary().resolve("terminated");
            Process worker = WorkerProcess.start(rig, "terminated");
            Rig.await("a chunk is written", () -> isAtChunk(temporary));
            worker.destroy();
            assertThat(worker.waitFor()).isZero();
            assertThat(temporary).isEmptyDirectory();
            String job = rig.jobs(KEY).get(0).job();
            assertThat(rig.store().list(Service.keys(job).chunks())).isEmpty();
            // Its message is there at once, and was never delivered.
            MessageQueue queue = rig.service().queues().chunks().get("normal");
            Delivery delivery =
                    queue.receive(Duration.ofHours(1), Duration.ofSeconds(5)).orElseThrow();
            assertThat(delivery.receives()).isEqualTo(1);
            assertThat(queue.counts()).containsExactly(0, 1);
            delivery.handBack(Duration.ZERO);
            try (Rig.Running another = rig.work("another")) {
                rig.await(KEY, JobStatus.State.DONE);
                rig.awaitQuiet();
            }
            rig.assertWhole(job, undisturbed);
            assertThat(rig.store()
                            .head(Service.keys(job).chunk(0))
                            .orElseThrow()
                            .metadata())
                    .containsEntry("receives", "1");
            assertThat(rig.drain("dead")).isEmpty();
        }
    }

    /** Which stops it in the same way. */
    @Test
    void toldByItsInstanceItEnds() throws Exception {
        AtomicBoolean noticed = new AtomicBoolean();
        HttpServer instance = instance(noticed);
        try (Rig rig = new Rig(folder)) {
            Process worker = WorkerProcess.start(
                    rig,
                    "on-spot",
                    rig.temporary(),
                    Map.of("spot", "true", "roles", "merge"),
                    Map.of(
                            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                            "http://127.0.0.1:" + instance.getAddress().getPort()));
            assertThat(worker.isAlive()).isTrue();
            noticed.set(true);
            assertThat(worker.waitFor()).isZero();
        } finally {
            instance.stop(0);
        }
    }

    private static HttpServer instance(AtomicBoolean noticed) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/latest/api/token", exchange -> {
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('t');
            exchange.close();
        });
        server.createContext("/latest/meta-data/spot/instance-action", exchange -> {
            byte[] body = NOTICE.getBytes();
            exchange.sendResponseHeaders(noticed.get() ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean isAtChunk(Path temporary) throws IOException {
        if (!Files.isDirectory(temporary)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (java.io.UncheckedIOException e) {
            return false; // it went while it was looked at
        }
    }
}
