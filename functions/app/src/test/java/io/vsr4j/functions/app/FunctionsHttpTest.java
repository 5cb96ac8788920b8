package io.vsr4j.functions.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Service;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The functions as HTTP and CloudEvents reach them. */
@QuarkusTest
@WithTestResource(Cloud.class)
class FunctionsHttpTest {
    private static final String JSON = "application/json";

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    private Service service() {
        return functions.service();
    }

    private static ValidatableResponse post(String function, String body) {
        return given().contentType(JSON).body(body).post(function).then();
    }

    private static String split(String key) {
        return post("/split", Videos.notification(key))
                .statusCode(200)
                .body("jobs", hasSize(1))
                .extract()
                .path("jobs[0]");
    }

    private Set<String> jobs() throws Exception {
        return new TreeSet<>(service().store().folders(FunctionsConfig.JOBS));
    }

    private static String request(String job) {
        return "{\"job\": \"" + job + "\"}";
    }

    private static String request(String job, Object chunk) {
        return "{\"job\": \"" + job + "\", \"chunk\": " + chunk + "}";
    }

    @Test
    void aWholeJobThroughCalls() throws Exception {
        String key = "incoming/Größe 1/a+b & c.mp4";
        Videos.put(s3, key);
        Set<String> before = jobs();
        int queued = waiting();
        String job = split(key);
        for (int i = 1; i < 10; i++) {
            assertThat(split(key)).isEqualTo(job);
        }
        assertThat(jobs()).hasSize(before.size() + 1).contains(job);
        assertThat(service().manifest(job).orElseThrow().source().key()).isEqualTo(key);
        assertThat(waiting()).as("each chunk was sent once").isEqualTo(queued + 3);

        post("/merge", request(job)).statusCode(200).body("state", equalTo("restoring"));
        for (int chunk = 2; chunk >= 0; chunk--) {
            post("/upscale", request(job, chunk))
                    .statusCode(200)
                    .body("job", equalTo(job))
                    .body("finished", equalTo(3 - chunk))
                    .body("chunks", equalTo(3))
                    .body("state", equalTo(chunk == 0 ? "merging" : "restoring"));
        }
        String result = post("/merge", request(job))
                .statusCode(200)
                .body("state", equalTo("done"))
                .body("result", endsWith("/a+b & c_x2.mp4"))
                .extract()
                .path("result");
        Videos.assertRestored(service(), job, result);
        post("/merge", request(job)).statusCode(200).body("state", equalTo("done"));
        post("/upscale", request(job, 1)).statusCode(200).body("state", equalTo("done"));
        assertThat(service().store().list(FunctionsConfig.RESULTS + key.substring(FunctionsConfig.INCOMING.length())))
                .extracting(o -> o.key())
                .as("the result and its report, once")
                .hasSize(2);
    }

    private int waiting() throws Exception {
        return service().queues().chunks().get("normal").counts()[0];
    }

    @Test
    void anOverwrittenVideoIsAJobOfItsOwn() throws Exception {
        Videos.put(s3, "incoming/twice.mp4");
        String first = split("incoming/twice.mp4");
        service().store().put("incoming/twice.mp4", "not a video, but other contents");
        String second = split("incoming/twice.mp4");

        assertThat(second).isNotEqualTo(first);
        post("/merge", request(second)).body("state", equalTo("failed"));
        post("/upscale", request(first, 0)).statusCode(409).body("detail", containsString("twice.mp4"));
    }

    @Test
    void whatIsNoVideoThatCameInBeginsNoJob() {
        post("/split", "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\", \"Bucket\": \"videos\"}")
                .statusCode(200)
                .body("jobs", empty());
        post("/split", Videos.notification("incoming/gone.mp4")).statusCode(200).body("jobs", empty());
        post("/split", Videos.notification("results/x.mp4")).statusCode(200).body("jobs", empty());
        post("/split", Videos.notification("incoming/x.mp4").replace("ObjectCreated:Put", "ObjectRemoved:Delete"))
                .statusCode(200)
                .body("jobs", empty());
    }

    @Test
    void eventsOfEventBridgeAreTheSameJob() {
        String key = "incoming/é+1 %41.mp4";
        Videos.put(s3, key);
        String job = split(key);
        String envelope =
                "{\"detail-type\": \"Object Created\", \"source\": \"aws.s3\", \"detail\": " + Videos.detail(key) + "}";
        post("/split", envelope).statusCode(200).body("jobs", contains(job));
        post("/split", envelope.replace("Object Created", "Object Deleted"))
                .statusCode(200)
                .body("jobs", empty());
        post("/split-detail", Videos.detail(key)).statusCode(200).body("jobs", contains(job));
        for (String type : new String[] {"aws.s3.object.created", "split-detail"}) {
            binary(type, Videos.detail(key)).statusCode(200).body("jobs", contains(job));
            structured(type, Videos.detail(key)).statusCode(200).body("data.jobs", contains(job));
        }
        binary("split", Videos.notification(key)).statusCode(200).body("jobs", contains(job));
        structured("split", Videos.notification(key))
                .statusCode(200)
                .body("type", equalTo("split.output"))
                .body("data.jobs", contains(job));
    }

    private static ValidatableResponse binary(String type, String data) {
        return given().contentType(JSON)
                .header("ce-specversion", "1.0")
                .header("ce-id", "1")
                .header("ce-source", "aws.s3")
                .header("ce-type", type)
                .body(data)
                .post("/")
                .then();
    }

    private static ValidatableResponse structured(String type, String data) {
        String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"aws.s3\", \"type\": \"" + type
                + "\", \"datacontenttype\": \"application/json\", \"data\": " + data + "}";
        return given().contentType("application/cloudevents+json")
                .body(event.getBytes(StandardCharsets.UTF_8))
                .post("/")
                .then();
    }

    @Test
    void isReady() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/live").then().statusCode(200).body("status", equalTo("UP"));
    }
}
