package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vsr4j.functions.app.Cloud;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs as callers see them. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class JobsApiTest {
    static final String NO_JOB = "0123456789abcdef0123456789abcdef";

    static void assertProblem(ValidatableResponse answer, int status, String sentence) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("about:blank"))
                .body("status", equalTo(status))
                .body("title", not(nullValue()))
                .body("detail", containsString(sentence));
    }

    @Test
    void modelsAreTheCards() {
        given().get("/models")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("id", hasItem("compact"))
                .body("find { it.id == 'compact' }.ready", equalTo(true))
                .body("find { it.id == 'compact' }.scales", hasItem(2))
                .body("find { it.id == 'compact' }.words", not(equalTo("")))
                .body("find { it.id == 'adcvsr' }.ready", equalTo(false))
                .body("find { it.id == 'adcvsr' }.dtypes", hasItem("f32"));
    }

    @Test
    void limitsAreThoseOfTheConfiguration() {
        given().get("/limits")
                .then()
                .statusCode(200)
                .body("upload", equalTo("direct"))
                .body("bytes", equalTo(64L << 30))
                .body("activeJobs", nullValue())
                .body("user", equalTo("local"))
                .body("signedIn", equalTo(false));
    }

    @Test
    void aVideoThatIsSentComesBack() throws Exception {
        JsonPath begun = Client.submit(null, "{\"to\": 1, \"scale\": 2, \"seed\": 5}")
                .then()
                .statusCode(202)
                .header("Location", startsWith("/jobs/"))
                .body("name", equalTo("big-buck-bunny-320x180.mp4"))
                .body("settings.scale", equalTo("2"))
                .extract()
                .jsonPath();
        String id = begun.getString("id");
        assertThat(id).hasSize(32);

        JsonPath done = Client.await(id, "done");
        assertThat(done.getString("model")).isEqualTo("bicubic");
        assertThat(done.getInt("scale")).isEqualTo(2);
        assertThat(done.getInt("source.width")).isEqualTo(320);
        assertThat(done.getInt("source.height")).isEqualTo(180);
        assertThat(done.getString("source.container")).isEqualTo("mp4");
        assertThat(done.getDouble("source.fps")).isEqualTo(24);
        assertThat(done.getInt("output.width")).isEqualTo(640);
        assertThat(done.getInt("progress.frames")).isEqualTo(24);
        assertThat(done.getInt("progress.total")).isEqualTo(24);
        assertThat(done.getList("progress.chunks.state")).containsOnly("done").hasSize(3);
        assertThat(done.getList("progress.chunks.first")).isEqualTo(List.of(0, 8, 16));
        assertThat(done.getString("progress.secondsLeft")).isNull();
        assertThat(done.getString("result.name")).isEqualTo("big-buck-bunny-320x180_x2.mp4");
        assertThat(done.getString("result.url")).isEqualTo("/jobs/" + id + "/result");
        assertThat(done.getString("reportUrl")).isEqualTo("/jobs/" + id + "/report");
        assertThat(done.getList("failures")).isEmpty();
        assertThat(done.getString("created")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

        given().get("/jobs/" + id + "/report")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("job", equalTo(id))
                .body("frames", equalTo(24));
        assertProblem(given().post("/jobs/" + id + "/cancel").then(), 409, "is done");
        assertProblem(given().post("/jobs/" + id + "/resume").then(), 409, "is done");
        // The same again is the same job; other settings are another one.
        assertThat(Client.submit(null, "{\"seed\": \"5\", \"scale\": \"2\", \"to\": 1}")
                        .jsonPath()
                        .getString("id"))
                .isEqualTo(id);
        assertThat(Client.submit(null, "{\"to\": 1, \"scale\": 2, \"seed\": 6}")
                        .jsonPath()
                        .getString("id"))
                .isNotEqualTo(id);
    }

    @Test
    void jobsOfOthersAreNotThere() throws Exception {
        String id = Client.submit("ann", Client.SECOND).jsonPath().getString("id");
        String other = Client.submit("bob", Client.SECOND).jsonPath().getString("id");
        assertThat(other).as("the same video of another user").isNotEqualTo(id);
        Client.as("ann").get("/jobs/" + id).then().statusCode(200).body("id", equalTo(id));
        for (String path : new String[] {"", "/result", "/source", "/report", "/events"}) {
            assertProblem(Client.as("bob").get("/jobs/" + id + path).then(), 404, "there is no job '" + id + "'");
        }
        for (String path : new String[] {"/cancel", "/resume"}) {
            assertProblem(Client.as("bob").post("/jobs/" + id + path).then(), 404, "there is no job '" + id + "'");
        }
        Client.as("ann").get("/jobs").then().body("jobs.id", contains(id));
        given().get("/jobs").then().body("jobs.id", hasItem(id)).body("jobs.id", hasItem(other));
        Client.await(id, "done");
        Client.await(other, "done");
        Client.as("ann").get("/jobs?state=done").then().body("jobs.id", contains(id));
        Client.as("ann").get("/jobs?state=failed").then().body("jobs", empty());
    }

    @Test
    void listsArePaged() {
        for (int seed = 0; seed < 5; seed++) {
            Client.submit("carl", "{\"to\": 1, \"seed\": " + seed + "}").then().statusCode(202);
        }
        List<String> all = Client.as("carl").get("/jobs").jsonPath().getList("jobs.id");
        assertThat(all).hasSize(5);
        List<String> created = Client.as("carl").get("/jobs").jsonPath().getList("jobs.created");
        assertThat(created).isSortedAccordingTo((a, b) -> b.compareTo(a));
        JsonPath first = Client.as("carl").get("/jobs?limit=2").jsonPath();
        JsonPath second = Client.as("carl")
                .get("/jobs?limit=2&after=" + first.getString("next"))
                .jsonPath();
        JsonPath third = Client.as("carl")
                .get("/jobs?limit=2&after=" + second.getString("next"))
                .jsonPath();
        assertThat(first.getList("jobs.id")).isEqualTo(all.subList(0, 2));
        assertThat(second.getList("jobs.id")).isEqualTo(all.subList(2, 4));
        assertThat(third.getList("jobs.id")).isEqualTo(all.subList(4, 5));
        assertThat(third.getString("next")).isNull();
        for (String query : new String[] {"limit=0", "limit=501", "limit=x", "state=gone", "state=DONE"}) {
            assertProblem(given().get("/jobs?" + query).then(), 400, query.substring(0, 5));
        }
    }

    @Test
    void jobsThatThereAreNot() {
        for (String id : new String[] {NO_JOB, "x", "..%2F..%2Fetc", "%00"}) {
            for (String path : new String[] {"", "/result", "/source", "/report", "/events"}) {
                assertProblem(
                        given().urlEncodingEnabled(false)
                                .get("/jobs/" + id + path)
                                .then(),
                        404,
                        "there is no job");
            }
            assertProblem(
                    given().urlEncodingEnabled(false)
                            .post("/jobs/" + id + "/cancel")
                            .then(),
                    404,
                    "no job");
        }
        given().head("/jobs/" + NO_JOB + "/result").then().statusCode(404);
    }

    @Test
    void otherPathsAndMethods() {
        assertProblem(given().delete("/jobs").then(), 405, "another method");
        assertProblem(given().contentType("text/plain").body("x").post("/jobs").then(), 415, "another content type");
        assertProblem(given().accept("image/png").get("/models").then(), 406, "accepts");
        given().get("/nothing").then().statusCode(404);
    }

    @Test
    void aCancelledJobIsResumed() throws Exception {
        String id = Client.submit("dora", "{\"scale\": 2, \"chunk-frames\": 2}")
                .jsonPath()
                .getString("id");
        given().post("/jobs/" + id + "/cancel").then().statusCode(202).body("state", equalTo("cancelled"));
        assertProblem(given().get("/jobs/" + id + "/result").then(), 409, "is cancelled");
        assertProblem(given().get("/jobs/" + id + "/report").then(), 409, "is cancelled");
        given().post("/jobs/" + id + "/resume").then().statusCode(202).body("state", not(equalTo("cancelled")));
        given().post("/jobs/" + id + "/cancel").then().statusCode(202);
        given().get("/jobs?state=cancelled").then().body("jobs.state", everyItem(equalTo("cancelled")));
    }

    @Test
    void whatIsNoVideoFailsWithTheReason() throws Exception {
        String id = JsonPath.from(Client.send("text.mp4".getBytes(), "not a video".getBytes())
                        .body())
                .getString("id");
        JsonPath failed = Client.await(id, "failed");
        assertThat(failed.getString("failures[0].step")).isEqualTo("split");
        assertThat(failed.getString("failures[0].reason")).contains("text.mp4");
        assertThat(failed.getString("name")).isEqualTo("text.mp4");
        given().get("/jobs/" + id + "/events").then().statusCode(200).body(containsString("\"failed\""));
        given().get("/jobs?state=failed").then().body("jobs.id", hasItem(id));
    }
}
