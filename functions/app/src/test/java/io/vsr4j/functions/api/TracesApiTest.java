package io.vsr4j.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.Traces;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** A job goes on with the trace of the request that begins it. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class TracesApiTest {
    @Inject
    Service service;

    @Inject
    S3Client s3;

    private static String parent(char digit) {
        return "00-" + String.valueOf(digit).repeat(32) + "-0123456789abcdef-01";
    }

    private void assertIsInTrace(String job, char digit) throws Exception {
        Client.await(job, now -> !"planning".equals(now.getString("state")));
        Manifest manifest = service.manifest(job).orElseThrow();
        assertThat(manifest.trace()).startsWith("00-" + String.valueOf(digit).repeat(32) + "-");
    }

    @Test
    void ofAVideoThatIsSent() throws Exception {
        String job = Client.as(null)
                .header(Traces.PARENT, parent('a'))
                .multiPart("file", Client.SAMPLE.toFile())
                .multiPart("settings", "{\"to\": 1, \"scale\": 2, \"seed\": 91}")
                .post("/jobs")
                .path("id");
        assertIsInTrace(job, 'a');
    }

    @Test
    void ofAVideoThatLiesInTheBucket() throws Exception {
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key("library/traced.mp4"), Client.SAMPLE);
        String job = Client.as(null)
                .header(Traces.PARENT, parent('b'))
                .contentType("application/json")
                .body("{\"source\": \"s3://" + Cloud.BUCKET + "/library/traced.mp4\", \"settings\": {\"to\": 1}}")
                .post("/jobs")
                .path("id");
        assertIsInTrace(job, 'b');
    }

    /** The request that begins the upload counts: the bucket says of it that it is complete, and knows no more. */
    @Test
    void ofAnUpload() throws Exception {
        JsonPath upload = Client.as(null)
                .header(Traces.PARENT, parent('c'))
                .contentType("application/json")
                .body(Map.of("bytes", Client.SAMPLE.toFile().length(), "settings", Map.of("to", 1)))
                .post("/uploads")
                .jsonPath();
        HttpResponse<Void> sent = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(upload.getString("parts[0].url")))
                                .PUT(HttpRequest.BodyPublishers.ofFile(Client.SAMPLE))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        String etag = sent.headers().firstValue("ETag").orElseThrow();
        String job = Client.as(null)
                .contentType("application/json")
                .body(Map.of("etags", List.of(Map.of("number", 1, "etag", etag))))
                .post("/uploads/" + upload.getString("upload"))
                .path("id");
        assertIsInTrace(job, 'c');
    }

    @Test
    void whatNamesNoTraceBeginsOne() throws Exception {
        String job = Client.as(null)
                .header(Traces.PARENT, "00-nonsense\u00e4")
                .multiPart("file", Client.SAMPLE.toFile())
                .multiPart("settings", "{\"to\": 1, \"scale\": 2, \"seed\": 92}")
                .post("/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        Client.await(job, now -> !"planning".equals(now.getString("state")));
        assertThat(service.manifest(job).orElseThrow().trace()).isNull();
    }
}
