package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static io.vsr4j.functions.api.JobsApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vsr4j.functions.app.Cloud;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results and sources, whole and in parts. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class VideosApiTest {
    private static String done;

    @BeforeEach
    void aJobIsDone() throws Exception {
        if (done == null) {
            String id = Client.submit(null, Client.SECOND).jsonPath().getString("id");
            Client.await(id, "done");
            done = "/jobs/" + id;
        }
    }

    @Test
    void theSourceIsWhatWasSent() throws Exception {
        byte[] video = Files.readAllBytes(Client.SAMPLE);
        Response whole = given().get(done + "/source");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.contentType()).isEqualTo("video/mp4");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.asByteArray()).isEqualTo(video);
    }

    @Test
    void partsAreThoseThatWereAskedFor() {
        byte[] all = given().get(done + "/result").asByteArray();
        assertThat(all.length)
                .isEqualTo(given().get(done).jsonPath().getInt("result.bytes"))
                .isGreaterThan(1000);
        int size = all.length;
        assertPart(all, "bytes=0-0", 0, 1);
        assertPart(all, "bytes=10-99", 10, 100);
        assertPart(all, "bytes=100-", 100, size);
        assertPart(all, "bytes=-7", size - 7, size);
        assertPart(all, "bytes=-" + (size + 5L), 0, size);
        assertPart(all, "bytes=5-" + (size + 100L), 5, size);
        for (String none : new String[] {"bytes=" + size + "-", "bytes=" + size + "-" + (size + 5), "bytes=-0"}) {
            Response answer = given().header("Range", none).get(done + "/result");
            assertProblem(answer.then(), 416, "nothing at '" + none + "'");
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */" + size);
        }
        // What is no range, or several, is answered with all of it.
        for (String odd : new String[] {"bytes=5-1", "bytes=a-b", "pages=1-2", "bytes=0-1,5-6", "bytes=-", ""}) {
            Response answer = given().header("Range", odd).get(done + "/result");
            assertThat(answer.statusCode()).as(odd).isEqualTo(200);
            assertThat(answer.asByteArray()).isEqualTo(all);
        }
    }

    private static void assertPart(byte[] all, String range, int from, int to) {
        Response answer = given().header("Range", range).get(done + "/result");
        assertThat(answer.statusCode()).as(range).isEqualTo(206);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/" + all.length);
        assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(to - from));
        assertThat(answer.header("Transfer-Encoding")).isNull();
        assertThat(answer.asByteArray()).as(range).isEqualTo(Arrays.copyOfRange(all, from, to));
    }

    @Test
    void whoHasItIsToldSo() {
        Response whole = given().get(done + "/result");
        String etag = whole.header("ETag");
        assertThat(etag).startsWith("\"").endsWith("\"");
        given().header("If-None-Match", etag)
                .get(done + "/result")
                .then()
                .statusCode(304)
                .header("ETag", etag);
        given().header("If-None-Match", "\"x\", W/" + etag)
                .get(done + "/result")
                .then()
                .statusCode(304);
        given().header("If-None-Match", "\"x\"").get(done + "/result").then().statusCode(200);
        String modified = whole.header("Last-Modified");
        for (String same : new String[] {etag, modified}) {
            given().header("Range", "bytes=0-4")
                    .header("If-Range", same)
                    .get(done + "/result")
                    .then()
                    .statusCode(206);
        }
        for (String other : new String[] {"\"x\"", "W/" + etag, "Sat, 01 Jan 2000 00:00:00 GMT", "soon"}) {
            given().header("Range", "bytes=0-4")
                    .header("If-Range", other)
                    .get(done + "/result")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void headTellsWhatGetWould() {
        for (String path : new String[] {"/result", "/source"}) {
            Response get = given().get(done + path);
            Response head = given().head(done + path);
            assertThat(head.statusCode()).isEqualTo(200);
            for (String name :
                    new String[] {"Content-Length", "Content-Type", "ETag", "Last-Modified", "Accept-Ranges"}) {
                assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
            }
            assertThat(head.asByteArray()).isEmpty();
        }
    }

    @Test
    void aDownloadHasItsName() throws Exception {
        String plain = given().get(done + "/result?download=1").header("Content-Disposition");
        assertThat(plain)
                .isEqualTo("attachment; filename=\"big-buck-bunny-320x180_x2.mp4\";"
                        + " filename*=UTF-8''big-buck-bunny-320x180_x2.mp4");
        given().get(done + "/result").then().header("Content-Disposition", equalTo(null));
        assertThat(ContentDisposition.attachment("Gr\u00f6\u00dfe \"1\" 100%*.mp4"))
                .isEqualTo("attachment; filename=\"Gr__e _1_ 100_*.mp4\";"
                        + " filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%20100%25%2A.mp4");
    }

    /** Clients that go away in the middle leave nothing behind that would keep others waiting. */
    @Test
    void whoGoesAwayCostsNothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            try (Socket socket = new Socket("127.0.0.1", Client.address("/").getPort())) {
                socket.setReceiveBufferSize(1024);
                socket.getOutputStream()
                        .write(("GET " + done + "/source HTTP/1.1\r\nHost: "
                                        + Client.address("/").getAuthority() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                InputStream in = socket.getInputStream();
                assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            }
        }
        theSourceIsWhatWasSent();
    }
}
