package io.vsr4j.functions.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.vsr4j.functions.Functions;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What callers are told of requests that fail. */
@QuarkusTest
@WithTestResource(Cloud.class)
class ErrorAnswersTest {
    private static final String NO_JOB = "0123456789abcdef0123456789abcdef";

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    private static void assertAnswered(String function, String body, int status, String sentence) {
        var answer = given().contentType("application/json").body(body).post(function);
        String text = answer.asString();
        assertThat(answer.statusCode()).as(text).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains(sentence);
        assertThat(text)
                .doesNotContain(Cloud.SECRET)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .hasSizeLessThan(500);
    }

    @Test
    void whatIsNotJson() {
        for (String function : new String[] {"/split", "/split-detail", "/upscale", "/merge"}) {
            assertAnswered(function, "{\"job\": ", 400, "the body is not JSON of the kind that this function takes");
            assertAnswered(function, "[1, 2]", 400, "the body is not JSON of the kind that this function takes");
        }
    }

    @Test
    void whatIsNoEvent() {
        assertAnswered("/split", "{\"hello\": 1}", 400, "it has no Records");
        assertAnswered("/split", "{\"Records\": [{\"s3\": {}}]}", 400, "it names no bucket and object");
        assertAnswered("/split", "{\"Records\": 7}", 400, "its fields are of other kinds");
        assertAnswered("/split-detail", "{}", 400, "it names no bucket and object");
    }

    @Test
    void jobsAndChunksThatThereAreNot() throws Exception {
        assertAnswered("/merge", "{\"job\": \"" + NO_JOB + "\"}", 404, "there is no job '" + NO_JOB + "'");
        assertAnswered("/upscale", "{\"job\": \"" + NO_JOB + "\", \"chunk\": 0}", 404, "there is no job");
        assertAnswered("/merge", "{\"job\": \"../../etc\"}", 400, "32 hexadecimal digits");
        assertAnswered("/merge", "{}", 400, "must name a job");
        assertAnswered("/upscale", "{}", 400, "must name a job");

        Videos.put(s3, "incoming/errors.mp4");
        String job = given().contentType("application/json")
                .body(Videos.notification("incoming/errors.mp4"))
                .post("/split")
                .jsonPath()
                .getString("jobs[0]");
        assertAnswered("/upscale", "{\"job\": \"" + job + "\"}", 400, "must name a chunk");
        for (long chunk : new long[] {-1, 3, Integer.MAX_VALUE}) {
            assertAnswered(
                    "/upscale",
                    "{\"job\": \"" + job + "\", \"chunk\": " + chunk + "}",
                    404,
                    "has 3 chunks, counted from 0");
        }
        assertAnswered(
                "/upscale",
                "{\"job\": \"" + job + "\", \"chunk\": 99999999999}",
                400,
                "the body is not JSON of the kind that this function takes");
    }

    @Test
    void otherPathsAndSizes() {
        assertAnswered("/nothing", "{}", 404, "functions are split, split-detail, upscale and merge");
        assertAnswered("/split", "{\"Records\": \"" + "x".repeat(2_000_000) + "\"}", 413, "more than the 1048576");
    }

    @Test
    void otherMethods() throws Exception {
        Videos.put(s3, "incoming/methods.mp4");
        int jobs = functions.service().store().folders("jobs/").size();
        for (String path : new String[] {"/split", "/split-detail", "/upscale", "/merge"}) {
            for (Method method : Method.values()) {
                if (method == Method.POST) {
                    continue;
                }
                var request = given().contentType("application/json").accept("text/html");
                var answer = (method == Method.GET || method == Method.HEAD || method == Method.TRACE
                                ? request
                                : request.body(Videos.notification("incoming/methods.mp4")))
                        .request(method, path);
                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.header("Allow")).isEqualTo("POST");
                if (method != Method.HEAD) {
                    assertThat(answer.jsonPath().getString("detail"))
                            .isEqualTo("functions are called by POST, with JSON, and in no other way");
                }
            }
        }
        given().get("/merge?job=" + NO_JOB).then().statusCode(405);
        given().put("/nothing").then().statusCode(404);
        assertThat(functions.service().store().folders("jobs/")).hasSize(jobs);
    }

    /** Not the caller's fault: the next try may be better, and nothing of the reason is told. */
    @Test
    void whatCannotBeDoneNow() throws Exception {
        Videos.put(s3, "incoming/disk.mp4");
        String job = given().contentType("application/json")
                .body(Videos.notification("incoming/disk.mp4"))
                .post("/split")
                .jsonPath()
                .getString("jobs[0]");
        Path temporary = functions.service().config().temporary();
        Files.createDirectories(temporary.getParent());
        Files.deleteIfExists(temporary);
        Files.writeString(temporary, "in the way of the folder");
        try {
            assertAnswered(
                    "/upscale", "{\"job\": \"" + job + "\", \"chunk\": 0}", 503, "this cannot be done now; try again");
        } finally {
            Files.delete(temporary);
        }
        given().contentType("application/json")
                .body("{\"job\": \"" + job + "\", \"chunk\": 0}")
                .post("/upscale")
                .then()
                .statusCode(200);
    }
}
