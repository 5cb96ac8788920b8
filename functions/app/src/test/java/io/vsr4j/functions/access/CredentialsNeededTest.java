package io.vsr4j.functions.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vsr4j.functions.app.Cloud;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where keys are set, nothing answers without one. */
@QuarkusTest
@TestProfile(CredentialsNeededTest.Keys.class)
@WithTestResource(Cloud.class)
class CredentialsNeededTest {
    /** The key of ann is "abc". */
    public static class Keys implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("vsr.api-keys", "ann:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
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
