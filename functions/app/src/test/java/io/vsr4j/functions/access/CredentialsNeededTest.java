package io.vsr4j.functions.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.tensor.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Where keys are set, nothing answers without one. */
@QuarkusTest
@TestProfile(CredentialsNeededTest.Keys.class)
@WithTestResource(Cloud.class)
class CredentialsNeededTest {
    private static final String ANN = "abc";
    private static final String BEN = "the key of ben";
    private static final String OPERATOR = "the key of who operates it";

    /** As it would be on AWS. */
    public static class Keys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vsr.profile",
                    "cloud",
                    "vsr.api-keys",
                    "ann:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad,ben:" + sha256(BEN) + ",ops:"
                            + sha256(OPERATOR) + ":operator");
        }
    }

    private static String sha256(String text) {
        return Sha256.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static RequestSpecification as(String key) {
        return given().header("X-API-Key", key);
    }

    /** Calls a function with each path of the document, and each of its methods. */
    private static void walk(String id, BiConsumer<String, String> call) {
        Map<String, Map<String, Object>> paths =
                as(ANN).accept("application/json").get("/q/openapi").jsonPath().getMap("paths");
        assertThat(paths).hasSizeGreaterThan(8);
        paths.forEach((path, item) -> item.keySet().forEach(method -> {
            if (Set.of("get", "head", "post", "put", "delete", "patch").contains(method)) {
                call.accept(method.toUpperCase(Locale.ROOT), path.replace("{id}", id));
            }
        }));
    }

    @Test
    void noPathOfTheDocumentAnswersWithout() {
        walk("0".repeat(32), (method, path) -> {
            given().request(method, path).then().statusCode(401);
            as("wrong").request(method, path).then().statusCode(401);
        });
    }

    /** A job of ann's is none for ben, whatever he asks of it, and all there is for an operator. */
    @Test
    void anothersJobsAreNotThere() {
        String job = as(ANN).multiPart(
                        "file",
                        Path.of("../../samples/big-buck-bunny-320x180.mp4").toFile())
                .post("/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        List<String> asked = new ArrayList<>();
        walk(job, (method, path) -> {
            if (path.contains(job) && path.startsWith("/jobs")) {
                asked.add(path);
                as(BEN).request(method, path).then().statusCode(404);
            }
        });
        assertThat(asked).hasSizeGreaterThan(6);
        as(BEN).get("/jobs").then().statusCode(200).body("jobs", hasSize(0));
        as(ANN).get("/jobs").then().statusCode(200).body("jobs.id", contains(job));
        as(ANN).get("/jobs/" + job).then().statusCode(200).body("state", equalTo("planning"));
        as(OPERATOR).get("/jobs/" + job).then().statusCode(200);
        as(BEN).contentType("application/json")
                .body("{\"source\": \"s3://videos/incoming/x.mp4\"}")
                .post("/jobs")
                .then()
                .statusCode(403);
    }

    private static final List<String> PATHS = List.of(
            "/",
            "/split",
            "/upscale",
            "/merge",
            "/q/health",
            "/q/health/started",
            "/q/metrics",
            "/q",
            "/x",
            "//split",
            "/%73plit");

    private static void isRefused(RequestSpecification request) {
        for (String path : PATHS) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")) {
                request.urlEncodingEnabled(false)
                        .request(method, path)
                        .then()
                        .statusCode(401)
                        .contentType("application/problem+json")
                        .header("WWW-Authenticate", containsString("Basic"));
            }
        }
    }

    @Test
    void nothingAnswersWithout() {
        isRefused(given());
    }

    @Test
    void norWithWrongOnes() {
        isRefused(given().header("X-API-Key", "abd"));
        isRefused(given().header("X-API-Key", ""));
        isRefused(given().auth().preemptive().basic("ann", "abd"));
        isRefused(given().auth().preemptive().basic("bob", "abc"));
        isRefused(given().header("Authorization", "Basic !"));
        isRefused(given().header("Authorization", "Bearer abc"));
    }

    @Test
    void keysOpen() {
        given().header("X-API-Key", "abc").get("/q/health").then().statusCode(200);
        given().auth().preemptive().basic("ann", "abc").get("/q/health").then().statusCode(200);
    }

    @Test
    void functionsAreForOperators() {
        for (String path : List.of("/", "/split", "/split-detail", "/upscale", "/merge", "//merge", "/%6Derge")) {
            as(ANN).contentType("application/json")
                    .urlEncodingEnabled(false)
                    .body("{}")
                    .post(path)
                    .then()
                    .statusCode(403);
        }
        as(OPERATOR)
                .contentType("application/json")
                .body("{\"job\": \"" + "0".repeat(32) + "\"}")
                .post("/merge")
                .then()
                .statusCode(404);
    }

    @Test
    void probesLearnWhetherItLives() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/ready").then().statusCode(200);
    }

    /** Browsers send what somebody has typed once also for pages of others. */
    @Test
    void keysDoNotOpenForOtherOrigins() {
        given().auth()
                .preemptive()
                .basic("ann", "abc")
                .header("Origin", "http://example.org")
                .post("/split")
                .then()
                .statusCode(403);
    }
}
