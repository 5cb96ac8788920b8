package io.vsr4j.functions.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A caller of the API. */
final class Client {
    static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    /** The sample's first second, which is 24 frames in three chunks. */
    static final String SECOND = "{\"to\": 1, \"scale\": 2}";

    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private Client() {}

    static RequestSpecification as(String user) {
        return user == null ? given() : given().header(TestCaller.HEADER, user);
    }

    /** Sends the sample. */
    static Response submit(String user, String settings) {
        RequestSpecification request = as(user).multiPart("file", SAMPLE.toFile(), "video/mp4");
        return (settings == null ? request : request.multiPart("settings", settings)).post("/jobs");
    }

    /** Sends a file of that name, which is data and may be anything. */
    static HttpResponse<String> send(byte[] name, byte[] contents) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"".getBytes(UTF_8));
        form.writeBytes(name);
        form.writeBytes("\"\r\nContent-Type: video/mp4\r\n\r\n".getBytes(UTF_8));
        form.writeBytes(contents);
        form.writeBytes("\r\n--edge--\r\n".getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(address("/jobs"))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** {@return where the service answers} */
    static URI address(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    /** Waits until a job is in a state. */
    static JsonPath await(String id, String state) throws InterruptedException {
        return await(id, job -> state.equals(job.getString("state")));
    }

    /** Waits until something holds for a job. */
    static JsonPath await(String id, Predicate<JsonPath> wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            JsonPath job = given().get("/jobs/" + id).jsonPath();
            if (wanted.test(job)) {
                return job;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain, got " + job.prettify());
            }
            Thread.sleep(50);
        }
    }
}
