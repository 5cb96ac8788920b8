package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static io.vsr4j.functions.api.JobsApiTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Videos that are sent straight to the bucket. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class UploadsApiTest {
    @Inject
    Service service;

    @Inject
    S3Client s3;

    private static Response begin(String user, String name, long bytes, Map<String, Object> settings) {
        return Client.as(user)
                .contentType("application/json")
                .body(Map.of("name", name, "bytes", bytes, "settings", settings))
                .post("/uploads");
    }

    private static HttpResponse<String> put(String url, byte[] bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Response complete(String user, String id, Object etags) {
        return Client.as(user)
                .contentType("application/json")
                .body(Map.of("etags", etags))
                .post("/uploads/" + id);
    }

    @Test
    void aVideoIsSentInParts() throws Exception {
        byte[] video = Files.readAllBytes(Client.SAMPLE);
        JsonPath upload = begin("eve", "../clip \u00e4.mp4", video.length, Map.of("to", 1, "scale", 2))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String id = upload.getString("upload");
        assertThat(upload.getList("parts")).hasSize(1);
        assertThat(upload.getInt("parts[0].number")).isEqualTo(1);
        assertThat(upload.getLong("parts[0].to")).isEqualTo(video.length);
        String url = upload.getString("parts[0].url");

        assertProblem(
                Client.as("eve")
                        .contentType("application/json")
                        .body(Map.of("upload", id))
                        .post("/jobs")
                        .then(),
                409,
                "is not complete");
        // What was signed is so many bytes, by this address, and nothing else.
        assertThat(put(url + "0", video).statusCode()).isEqualTo(403);
        HttpResponse<String> sent = put(url, video);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        String etag = sent.headers().firstValue("ETag").orElseThrow();

        assertProblem(complete("eve", id, List.of()).then(), 400, "1 parts");
        assertProblem(
                complete("eve", id, List.of(Map.of("number", 2, "etag", etag))).then(), 400, "1 parts");
        assertProblem(
                complete("mallory", id, List.of(Map.of("number", 1, "etag", etag)))
                        .then(),
                404,
                "no upload");
        String job = complete("eve", id, List.of(Map.of("number", 1, "etag", etag)))
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(complete("eve", id, List.of(Map.of("number", 1, "etag", etag)))
                        .jsonPath()
                        .getString("id"))
                .isEqualTo(job);
        assertThat(Client.as("eve")
                        .contentType("application/json")
                        .body(Map.of("upload", id))
                        .post("/jobs")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("id"))
                .isEqualTo(job);
        JsonPath done = Client.await(job, "done");
        assertThat(done.getString("name")).isEqualTo("../clip \u00e4.mp4");
        assertThat(done.getString("settings.scale")).isEqualTo("2");
        assertThat(done.getInt("progress.total")).isEqualTo(24);
        Client.as("eve").delete("/uploads/" + id).then().statusCode(204);
        Client.as("eve").get("/jobs/" + job).then().statusCode(200);
    }

    @Test
    void largeVideosHaveSeveralParts() {
        long bytes = (64L << 20) * 2 + 1;
        JsonPath upload = begin(null, "large.mkv", bytes, Map.of()).jsonPath();
        assertThat(upload.getList("parts.number")).isEqualTo(List.of(1, 2, 3));
        assertThat(upload.getLong("parts[2].from")).isEqualTo(bytes - 1);
        assertThat(upload.getLong("parts[2].to")).isEqualTo(bytes);
    }

    @Test
    void anUploadIsGivenUp() throws Exception {
        byte[] video = Files.readAllBytes(Client.SAMPLE);
        JsonPath upload =
                begin("eve", "gone.mp4", video.length, Map.of("scale", 2)).jsonPath();
        String id = upload.getString("upload");
        assertThat(put(upload.getString("parts[0].url"), video).statusCode()).isEqualTo(200);
        Client.as("eve").delete("/uploads/" + id).then().statusCode(204);
        assertProblem(Client.as("eve").delete("/uploads/" + id).then(), 404, "no upload");
        assertProblem(complete("eve", id, List.of()).then(), 404, "no upload");
        assertThat(service.store().list(FunctionsConfig.INCOMING))
                .extracting(o -> o.key())
                .noneMatch(key -> key.contains(id));
    }

    @Test
    void whatCannotBeBegun() {
        assertProblem(begin(null, "a.mp4", 0, Map.of()).then(), 400, "size of its file");
        assertProblem(begin(null, "a.mp4", Long.MAX_VALUE, Map.of()).then(), 413, "more than the limit");
        assertProblem(begin(null, "a.mp4", 10, Map.of("speed", 3)).then(), 400, "there is no setting 'speed'");
        assertProblem(begin(null, "a".repeat(1001), 10, Map.of()).then(), 400, "name has 1001 characters");
        Map<String, Object> without = new HashMap<>();
        without.put("scale", null);
        assertProblem(begin(null, "a.mp4", 10, without).then(), 400, "setting 'scale' is null");
        assertProblem(
                given().contentType("application/json")
                        .body("{")
                        .post("/uploads")
                        .then(),
                400,
                "is not JSON");
        assertProblem(
                given().contentType("application/json")
                        .body("{\"byte\": 1}")
                        .post("/uploads")
                        .then(),
                400,
                "is not JSON of the kind");
    }

    @Test
    void aVideoThatLiesInTheBucket() throws Exception {
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key("library/film.mp4"), Client.SAMPLE);
        String body = "{\"source\": \"s3://" + Cloud.BUCKET + "/library/film.mp4\","
                + " \"settings\": {\"to\": 1, \"scale\": 2}}";
        assertProblem(
                Client.as("eve")
                        .contentType("application/json")
                        .body(body)
                        .post("/jobs")
                        .then(),
                403,
                "only an operator");
        String id = given().contentType("application/json")
                .body(body)
                .post("/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        assertThat(Client.await(id, "done").getString("source.key")).isEqualTo("library/film.mp4");
        for (String wrong : new String[] {
            "{}",
            "{\"source\": \"/etc/passwd\"}",
            "{\"source\": \"s3://" + Cloud.BUCKET + "/none.mp4\"}",
            "{\"source\": \"s3://" + Cloud.BUCKET + "/jobs/" + id + "/manifest.json\"}",
            "{\"source\": \"s3://b/k\", \"upload\": \"u\"}"
        }) {
            assertProblem(
                    given().contentType("application/json")
                            .body(wrong)
                            .post("/jobs")
                            .then(),
                    400,
                    "");
        }
        assertProblem(
                given().contentType("application/json")
                        .body("{\"upload\": \"../../x\"}")
                        .post("/jobs")
                        .then(),
                404,
                "no upload");
    }
}
