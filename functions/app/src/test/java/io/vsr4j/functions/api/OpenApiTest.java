package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vsr4j.functions.app.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The document against the service that it describes. */
@QuarkusTest
@TestProfile(Working.class)
@WithTestResource(Cloud.class)
class OpenApiTest {
    private static final Set<String> PATHS = Set.of(
            "/models",
            "/limits",
            "/jobs",
            "/jobs/{id}",
            "/jobs/{id}/events",
            "/jobs/{id}/cancel",
            "/jobs/{id}/resume",
            "/jobs/{id}/result",
            "/jobs/{id}/source",
            "/jobs/{id}/report",
            "/uploads",
            "/uploads/{id}");

    private Map<String, Object> document;

    @BeforeEach
    void read() {
        document = JsonPath.from(
                        given().accept("application/json").get("/q/openapi").asString())
                .getMap("$");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** One method of one path. */
    private record Operation(String path, String method, Map<String, Object> text) {
        Set<String> statuses() {
            return new TreeSet<>(map(text.get("responses")).keySet());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        map(document.get("paths")).forEach((path, item) -> map(item).forEach((method, text) -> {
            if (Set.of("get", "head", "post", "put", "delete", "patch").contains(method)) {
                operations.add(new Operation(path, method, map(text)));
            }
        }));
        return operations;
    }

    @Test
    void everyPathIsThereAndDescribed() {
        assertThat(map(document.get("paths")).keySet()).containsExactlyInAnyOrderElementsOf(PATHS);
        for (Operation operation : operations()) {
            assertThat(operation.text().get("summary")).as(operation.toString()).isNotNull();
            assertThat(operation.text().get("tags")).as(operation.toString()).isNotNull();
            map(operation.text().get("responses")).forEach((status, response) -> {
                Map<String, Object> text = map(response);
                if (text.containsKey("$ref")) {
                    String name = text.get("$ref").toString();
                    text = map(map(map(document.get("components")).get("responses"))
                            .get(name.substring(name.lastIndexOf('/') + 1)));
                    assertThat(text).as(name).isNotNull();
                }
                assertThat(text.get("description")).as(operation + " " + status).isNotNull();
            });
            List<Map<String, Object>> parameters = parameters(operation);
            parameters.forEach(p -> assertThat(p.get("description"))
                    .as(operation + " " + p.get("name"))
                    .isNotNull());
        }
        map(map(document.get("components")).get("schemas")).forEach((name, schema) -> {
            assertThat(map(schema).get("description")).as(name).isNotNull();
            Map<String, Object> properties = map(map(schema).get("properties"));
            properties.forEach((property, text) -> assertThat(map(text))
                    .as(name + "." + property)
                    .containsAnyOf(
                            Map.entry("description", String.valueOf(map(text).get("description"))),
                            Map.entry("$ref", String.valueOf(map(text).get("$ref")))));
        });
    }

    private static List<Map<String, Object>> parameters(Operation operation) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        Object all = operation.text().get("parameters");
        if (all != null) {
            ((List<?>) all).forEach(p -> parameters.add(map(p)));
        }
        return parameters;
    }

    /** Calls every operation, for jobs of all kinds and with bodies good and bad: no status comes that is not written down. */
    @Test
    void everyStatusThatComesIsWrittenDown() throws Exception {
        String done = Client.submit(null, Client.SECOND).jsonPath().getString("id");
        Client.await(done, "done");
        String cancelled =
                Client.submit(null, "{\"scale\": 2, \"seed\": 99}").jsonPath().getString("id");
        given().post("/jobs/" + cancelled + "/cancel");
        List<String> ids = List.of(done, cancelled, JobsApiTest.NO_JOB, "x");
        List<UnaryOperator<RequestSpecification>> kinds = List.of(
                r -> r,
                r -> r.header("Range", "bytes=0-1"),
                r -> r.header("Range", "bytes=999999999-"),
                r -> r.header("If-None-Match", "*"),
                r -> r.queryParam("limit", "-1"),
                r -> r.contentType("application/json").body("{"),
                r -> r.contentType("application/json").body("{\"name\": \"a\", \"bytes\": 5}"),
                r -> r.contentType("application/json").body("{\"bytes\": 9000000000000000000}"),
                r -> r.contentType("application/json").body("{\"source\": \"s3://videos/nothing\"}"),
                r -> r.contentType("application/json").body("{\"upload\": \"none\"}"),
                r -> r.contentType("application/json").body("{\"etags\": []}"),
                r -> r.contentType("text/plain").body("x"),
                r -> r.header(TestCaller.HEADER, "nobody"),
                r -> r.header(TestCaller.HEADER, "nobody")
                        .contentType("application/json")
                        .body("{\"source\": \"s3://videos/nothing\"}"));
        Set<String> seen = new TreeSet<>();
        for (Operation operation : operations()) {
            for (String id : operation.path().contains("{id}") ? ids : List.of("")) {
                for (UnaryOperator<RequestSpecification> kind : kinds) {
                    Response answer = kind.apply(given())
                            .request(operation.method(), operation.path().replace("{id}", id));
                    String status = Integer.toString(answer.statusCode());
                    assertThat(operation.statuses())
                            .as(operation + ": " + answer.asString())
                            .contains(status);
                    seen.add(operation + " " + status);
                    if (answer.statusCode() >= 400 && !operation.method().equals("head")) {
                        assertThat(answer.contentType())
                                .as(operation + " " + status)
                                .startsWith(Problem.MEDIA_TYPE);
                    }
                }
            }
        }
        assertThat(given().multiPart("other", "x").post("/jobs").statusCode())
                .as("a form without a file")
                .isEqualTo(400);
        // What is written down comes too, as far as a healthy service within its limits can show it.
        assertThat(seen)
                .contains(
                        "get /models 200",
                        "get /limits 200",
                        "get /jobs 200",
                        "get /jobs 400",
                        "post /jobs 400",
                        "post /jobs 403",
                        "post /jobs 404",
                        "post /jobs 415",
                        "get /jobs/{id} 200",
                        "get /jobs/{id} 404",
                        "get /jobs/{id}/events 200",
                        "get /jobs/{id}/events 404",
                        "post /jobs/{id}/cancel 202",
                        "post /jobs/{id}/cancel 409",
                        "post /jobs/{id}/resume 202",
                        "post /jobs/{id}/resume 409",
                        "get /jobs/{id}/result 200",
                        "get /jobs/{id}/result 206",
                        "get /jobs/{id}/result 304",
                        "get /jobs/{id}/result 409",
                        "get /jobs/{id}/result 416",
                        "head /jobs/{id}/result 200",
                        "get /jobs/{id}/report 200",
                        "get /jobs/{id}/report 409",
                        "post /uploads 201",
                        "post /uploads 400",
                        "post /uploads 413",
                        "post /uploads/{id} 404",
                        "delete /uploads/{id} 404");
    }
}
