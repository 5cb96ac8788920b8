package io.vsr4j.functions.metrics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vsr4j.functions.app.Cloud;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What requests say of themselves does not become labels. */
@QuarkusTest
@WithTestResource(Cloud.class)
class RequestLabelsTest {
    @Test
    void strangersMakeNoLabels() throws Exception {
        given().header("Origin", "http://example.org")
                .get("/strange-path")
                .then()
                .statusCode(403);
        given().request("STRANGE", "/jobs").then().statusCode(405);
        given().get("/jobs/../strange/../q/health").then().statusCode(200);
        given().get("/jobs").then().statusCode(200);
        Scrape.await(
                "requests are counted",
                () -> Scrape.now().of("http_server_requests_seconds_count", "uri=\"/jobs\"", "status=\"200\"") >= 1
                        && Scrape.now().of("http_server_requests_seconds_count", "method=\"OTHER\"") >= 1
                        && Scrape.now().of("http_server_requests_seconds_count", "uri=\"OTHER\"", "status=\"403\"")
                                >= 1);
        List<String> series = List.copyOf(Scrape.now().values().keySet());
        assertThat(series).noneMatch(name -> name.toLowerCase().contains("strange"));
    }
}
