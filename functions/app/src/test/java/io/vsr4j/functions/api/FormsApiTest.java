package io.vsr4j.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.app.Cloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms as nobody should send them. Each is answered, and none stays on the disk. */
@QuarkusTest
@TestProfile(FormsApiTest.Keys.class)
@WithTestResource(Cloud.class)
class FormsApiTest {
    private static final Path UPLOADS = Path.of("target/forms-test");
    private static final String KEY = "X-API-Key: abc\r\n";
    private static final int ANSWER_MILLIS = 30_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** Who asks has to say so. */
    public static class Keys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.body.uploads-directory",
                    UPLOADS.toString(),
                    "vsr.api-keys",
                    "ann:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
    }

    private static Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", Client.address("/").getPort());
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    private static byte[] request(String path, String type, String more, long length, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: " + Client.address("/").getAuthority() + "\r\nContent-Type: "
                        + type + "\r\n" + more + "Content-Length: " + length + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private static String send(byte[] request) throws IOException {
        try (Socket socket = open()) {
            socket.getOutputStream().write(request);
            return answer(socket.getInputStream());
        }
    }

    /** {@return one answer, of which the connection may go on} */
    private static String answer(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            assertThat(next).as("after " + head).isNotNegative();
            head.write(next);
        }
        String length = head.toString(UTF_8).replaceAll("(?is).*content-length: (\\d+).*", "$1");
        return head + new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
    }

    private static String part(String headers, String content) {
        return "--edge\r\n" + headers.replace("|", "\r\n") + "\r\n\r\n" + content + "\r\n";
    }

    private static String file(String name) {
        return part("Content-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"", "no video");
    }

    private static long files() throws IOException {
        try (Stream<Path> files = Files.list(UPLOADS)) {
            return files.count();
        }
    }

    private static void awaitFiles(boolean some) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (files() > 0 != some) {
            assertThat(System.nanoTime()).as(files() + " files").isLessThan(until);
            Thread.sleep(50);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "no name; Content-Disposition: form-data",
                "no name but a file's; Content-Disposition: form-data, filename=\"a.mp4\"",
                "no disposition; Content-Type: text/plain",
                "another part; Content-Disposition: form-data, name=\"film\", filename=\"a.mp4\"",
                "a code; Content-Disposition: form-data, name=\"file\", filename=\"a\"|Content-Transfer-Encoding:"
                        + " base64",
                "no character set; Content-Disposition: form-data, name=\"a\"|Content-Type: text/plain,"
                        + " charset=nonsense",
            })
    void partsThatAreNone(String what, String headers) throws Exception {
        String form = part(headers.replace(",", ";"), "!") + "--edge--\r\n";
        assertThat(send(request("/jobs", "multipart/form-data; boundary=edge", KEY, form.length(), form)))
                .as(what)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json");
        awaitFiles(false);
    }

    @Test
    void formsThatBreakOff() throws Exception {
        for (String form : new String[] {
            "",
            "no form",
            "--edge--\r\n",
            "--edge\r\nContent-Disposition: form-data",
            file("a.mp4"),
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nno vid"
        }) {
            assertThat(send(request("/jobs", "multipart/form-data; boundary=edge", KEY, form.length(), form)))
                    .as(form)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json");
        }
        awaitFiles(false);
    }

    @Test
    void whatIsTooMuch() throws Exception {
        String settings = part("Content-Disposition: form-data; name=\"settings\"", "x".repeat(100_000)) + file("a.mp4")
                + "--edge--\r\n";
        assertThat(send(request("/jobs", "multipart/form-data; boundary=edge", KEY, settings.length(), settings)))
                .startsWith("HTTP/1.1 413 ");
        String many = part("Content-Disposition: form-data; name=\"a\"", "").repeat(2000) + "--edge--\r\n";
        assertThat(send(request("/jobs", "multipart/form-data; boundary=edge", KEY, many.length(), many)))
                .startsWith("HTTP/1.1 4");
        awaitFiles(false);
    }

    @Test
    void clientsThatVanish() throws Exception {
        try (Socket socket = open()) {
            String begun = file("a.mp4");
            socket.getOutputStream().write(request("/jobs", "multipart/form-data; boundary=edge", KEY, 1 << 20, begun));
            awaitFiles(true);
        }
        awaitFiles(false);
    }

    /** Nothing is written for somebody who has not said who he is, and the connection goes on. */
    @Test
    void formsOfStrangers() throws Exception {
        String form = file("a.mp4") + "--edge--\r\n";
        byte[] request = request("/jobs", "multipart/form-data; boundary=edge", "", form.length(), form);
        try (Socket socket = open()) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request);
                assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 401 ");
            }
        }
        byte[] begun = request("/jobs", "multipart/form-data; boundary=edge", "", 1 << 20, form);
        assertThat(send(begun)).startsWith("HTTP/1.1 401 ");
        assertThat(files()).isZero();
    }

    @Test
    void otherPathsTakeNone() throws Exception {
        String form = file("a.mp4");
        for (String path : new String[] {"/split", "/uploads", "/jobs/", "/x"}) {
            assertThat(send(request(path, "Multipart/form-data; boundary=edge", KEY, form.length(), form)))
                    .startsWith("HTTP/1.1 415 ")
                    .contains("application/problem+json");
        }
        assertThat(send(request("/jobs", "application/x-www-form-urlencoded", KEY, 3, "a=%")))
                .startsWith("HTTP/1.1 4");
        assertThat(files()).isZero();
    }

    /** What is no body must not be waited for. */
    @Test
    void bodiesOfNoBytes() throws Exception {
        for (String path : new String[] {"/jobs", "/uploads"}) {
            assertThat(send(request(path, "application/json", KEY, 0, ""))).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Paris, 2024; take=1: a.mp4", "a+b%20c.mp4", "it's.mp4"})
    void namesOfAllKinds(String name) throws Exception {
        String form = file(name) + "--edge--\r\n";
        assertThat(send(request("/jobs", "multipart/form-data; boundary=edge", KEY, form.length(), form)))
                .startsWith("HTTP/1.1 202 ")
                .contains("\"name\":\"" + name + "\"");
        awaitFiles(false);
    }
}
