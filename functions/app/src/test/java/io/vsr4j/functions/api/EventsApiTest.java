package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.functions.job.JobKeys;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs as they go. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class EventsApiTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    @Inject
    JobWatches watches;

    @Inject
    Service service;

    /** A client that reads when it is told to. */
    private static final class Reader implements AutoCloseable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;

        Reader(String job) throws IOException {
            socket.setReceiveBufferSize(2048);
            socket.setSoTimeout(60_000);
            socket.connect(
                    new InetSocketAddress("127.0.0.1", Client.address("/").getPort()));
            socket.getOutputStream()
                    .write(("GET /jobs/" + job + "/events HTTP/1.1\r\nHost: "
                                    + Client.address("/").getAuthority() + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
        }

        /** {@return the data of the events that follow, up to their end or to the first comment, which is given as such} */
        List<String> upTo(String comment) throws IOException {
            List<String> data = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    assertThat(line).matches("event: ?job");
                }
                if (line.startsWith("data:")) {
                    data.add(line.substring("data:".length()).strip());
                }
                if (comment != null && line.startsWith(":")) {
                    assertThat(line).matches(": ?" + comment);
                    return data;
                }
            }
            return data;
        }

        /** {@return the data of all events, which are counted as they come} */
        List<String> all(AtomicInteger count) {
            List<String> data = new ArrayList<>();
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("data:")) {
                        data.add(line.substring("data:".length()).strip());
                        count.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return data;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @AfterEach
    void nobodyIsLeft() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (watches.size() > 0) {
            assertThat(System.nanoTime()).as("jobs are watched for nobody").isLessThan(until);
            Thread.sleep(50);
        }
    }

    private static List<String> states(List<String> events) {
        return events.stream().map(e -> JsonPath.from(e).getString("state")).toList();
    }

    @Test
    void aJobIsToldUntilItsEnd() throws Exception {
        String id = Client.submit(null, "{\"scale\": 2, \"to\": 2, \"seed\": 71}")
                .jsonPath()
                .getString("id");
        List<String> events;
        try (Reader reader = new Reader(id)) {
            events = reader.upTo(null);
        }
        assertThat(states(events)).endsWith("done");
        assertThat(states(events).subList(0, events.size() - 1)).doesNotContain("done");
        assertThat(events).doesNotHaveDuplicates();
        List<Integer> frames = events.stream()
                .map(e -> JsonPath.from(e).getInt("progress.frames"))
                .toList();
        assertThat(frames).isSorted().endsWith(48);
        assertThat(events.get(events.size() - 1))
                .as("the data is the job")
                .isEqualTo(given().get("/jobs/" + id).asString());
        try (Reader reader = new Reader(id)) {
            assertThat(states(reader.upTo(null))).as("of a job that is over").containsExactly("done");
        }
    }

    /** A job of which only a request is known changes when the test says so. */
    private String still(String id, String name) throws IOException {
        JobKeys keys = Service.keys(id);
        service.store()
                .put(
                        keys.request(),
                        "{\"owner\": \"local\", \"bucket\": \"videos\", \"key\": \"incoming/x\", \"name\": \"" + name
                                + "\"," + " \"settings\": {}, \"created\": \"2026-01-01T00:00:00Z\"}");
        return id;
    }

    @Test
    void whileNothingHappensTheConnectionIsKept() throws Exception {
        String id = still("a".repeat(32), "x");
        try (Reader reader = new Reader(id)) {
            assertThat(states(reader.upTo("still here"))).containsExactly("planning");
            assertThat(reader.upTo("still here")).isEmpty();
            service.store().put(Service.keys(id).cancelled(), "");
            assertThat(states(reader.upTo(null))).containsExactly("cancelled");
        }
    }

    /** Who asks for no events keeps the connection for other requests. */
    @Test
    void headHasNoEvents() throws Exception {
        String id = still("e".repeat(32), "x");
        String host = " HTTP/1.1\r\nHost: " + Client.address("/").getAuthority() + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", Client.address("/").getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("HEAD /jobs/" + id + "/events" + host + "\r\nGET /jobs/" + id + host
                                    + "Connection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"id\":\"" + id);
        }
    }

    @Test
    void manyClientsAreOnePoller() throws Exception {
        String id = still("b".repeat(32), "x");
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(new Reader(id));
        }
        for (Reader reader : readers) {
            assertThat(states(reader.upTo("still here"))).containsExactly("planning");
        }
        assertThat(watches.size()).isEqualTo(1);
        for (Reader reader : readers.subList(0, 10)) {
            reader.close(); // they vanish
        }
        service.store().put(Service.keys(id).cancelled(), "");
        for (Reader reader : readers.subList(10, 20)) {
            List<String> events = reader.upTo(null);
            assertThat(states(events)).containsExactly("cancelled");
            reader.close();
        }
    }

    /** States that a client does not take are not kept for it, but the last one comes. */
    @Test
    void whoDoesNotReadMissesWhatIsInBetween() throws Exception {
        // So large that what lies between client and service holds few of them.
        String id = still("c".repeat(32), "x".repeat(900_000));
        AtomicInteger told = new AtomicInteger();
        try (Reader slow = new Reader(id);
                Reader quick = new Reader(id)) {
            CompletableFuture<List<String>> all = CompletableFuture.supplyAsync(() -> quick.all(told));
            for (int event = 1; event <= 16; event++) {
                touchUntil(id, told, event);
            }
            service.store().put(Service.keys(id).cancelled(), "");
            assertThat(states(all.join())).hasSizeGreaterThanOrEqualTo(16).endsWith("cancelled");
            assertThat(states(slow.upTo(null)))
                    .hasSizeLessThan(all.join().size())
                    .endsWith("cancelled");
        }
    }

    /** Changes a job until so many events were told; when it was last changed is told in seconds by some servers. */
    private void touchUntil(String id, AtomicInteger told, int events) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (told.get() < events) {
            assertThat(System.nanoTime())
                    .as("event " + events + " does not come")
                    .isLessThan(until);
            service.store().put(Service.keys(id).shot(events), "{}");
            Thread.sleep(100);
        }
    }

    @Test
    void clientsThatVanishAreForgotten() throws Exception {
        String id = still("d".repeat(32), "x");
        for (int i = 0; i < 50; i++) {
            try (Reader reader = new Reader(id)) {
                assertThat(watches.size()).isLessThanOrEqualTo(1);
            }
        }
        nobodyIsLeft();
        service.store().put(Service.keys(id).cancelled(), "");
    }
}
