package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static io.vsr4j.functions.api.JobsApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vsr4j.functions.app.Cloud;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What is larger, longer or more than it may be. */
@QuarkusTest
@TestProfile(LimitsApiTest.Narrow.class)
@WithTestResource(Cloud.class)
class LimitsApiTest {
    /** The sample just fits. */
    public static class Narrow implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vsr.poll", "true",
                    "vsr.roles", "split",
                    "vsr.worker", "narrow",
                    "vsr.limit.bytes", "3000000",
                    "vsr.limit.direct-bytes", "2000000",
                    "vsr.limit.seconds", "4",
                    "vsr.limit.pixels", "57600",
                    "vsr.limit.active-jobs", "2");
        }
    }

    @Inject
    S3Client s3;

    @Test
    void theyAreTold() {
        given().get("/limits")
                .then()
                .body("bytes", equalTo(3_000_000))
                .body("directBytes", equalTo(2_000_000))
                .body("seconds", equalTo(4.0f))
                .body("pixels", equalTo(57_600))
                .body("activeJobs", equalTo(2));
    }

    @Test
    void aFileThatIsTooLarge() throws Exception {
        JsonPath problem = JsonPath.from(
                Client.send("a.mp4".getBytes(), new byte[2_000_001]).body());
        assertThat(problem.getInt("status")).isEqualTo(413);
        assertThat(problem.getString("detail")).contains("2000001").contains("2000000");
        assertProblem(
                given().contentType("application/json")
                        .body("{\"name\": \"a\", \"bytes\": 3000001}")
                        .post("/uploads")
                        .then(),
                413,
                "limit of 3000000");
    }

    /** What is said to be too large is refused before it is sent. */
    @Test
    void aFormThatIsTooLargeIsNotRead() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", Client.address("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
                            + "Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 99000000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("99000000000 bytes");
        }
        try (Socket socket = new Socket("127.0.0.1", Client.address("/").getPort())) {
            socket.getOutputStream()
                    .write(("POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
                                    + "Content-Type: multipart/form-data; boundary=edge\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 411");
        }
    }

    @Test
    void anObjectThatIsTooLargeFails() throws Exception {
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key("incoming/large.mp4"), RequestBody.fromBytes(new byte[3_000_001]));
        String id = given().contentType("application/json")
                .body("{\"source\": \"s3://" + Cloud.BUCKET + "/incoming/large.mp4\"}")
                .post("/jobs")
                .jsonPath()
                .getString("id");
        assertThat(Client.await(id, "failed").getString("failures[0].reason")).contains("limit of 3000000");
    }

    @Test
    void jobsThatAreTooMany() throws Exception {
        // Nobody restores here, so that no job comes to its end.
        String first = Client.submit("max", "{\"seed\": 1}").jsonPath().getString("id");
        Client.await(first, "restoring");
        Client.submit("max", "{\"seed\": 2}").then().statusCode(202);
        ValidatableResponse third = Client.submit("max", "{\"seed\": 3}").then();
        assertProblem(third, 429, "you have 2 jobs that are not over");
        third.header("Retry-After", not(nullValue()));
        assertProblem(
                Client.as("max")
                        .contentType("application/json")
                        .body("{\"name\": \"a\", \"bytes\": 10}")
                        .post("/uploads")
                        .then(),
                429,
                "you have 2 jobs");
        Client.submit("tim", "{\"seed\": 3}").then().statusCode(202);
        Client.as("max").post("/jobs/" + first + "/cancel").then().statusCode(202);
        Client.submit("max", "{\"seed\": 3}").then().statusCode(202);
    }

    /** Requests that come at once do not pass together. */
    @Test
    void jobsThatAreTooManyAtOnce() throws Exception {
        List<Callable<Integer>> requests = IntStream.rangeClosed(1, 6)
                .<Callable<Integer>>mapToObj(seed ->
                        () -> Client.submit("tess", "{\"seed\": " + seed + "}").statusCode())
                .toList();
        ExecutorService users = Executors.newFixedThreadPool(requests.size());
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : users.invokeAll(requests)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnly(202, 429);
            assertThat(answers.stream().filter(status -> status == 202).count()).isBetween(1L, 2L);
        } finally {
            users.shutdown();
        }
    }
}
