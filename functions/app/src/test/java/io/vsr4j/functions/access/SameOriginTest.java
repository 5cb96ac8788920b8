package io.vsr4j.functions.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vsr4j.functions.app.Cloud;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a web page of somebody else can make a browser send to the service of this machine. */
@QuarkusTest
@WithTestResource(Cloud.class)
class SameOriginTest {
    private static final List<String> PATHS =
            List.of("GET /", "GET /q/health/live", "POST /split", "POST /merge", "PUT /x");

    @TestHTTPResource
    URI service;

    /** As it is sent, since clients see to the host by themselves. */
    private String send(String request, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.getPort())) {
            String text = request + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String host(String name) {
        return "Host: " + name + ":" + service.getPort();
    }

    private static boolean isRefused(String answer) {
        return answer.startsWith("HTTP/1.1 403 ") && answer.contains("application/problem+json");
    }

    @Test
    void programsAndThePageItselfAreAnswered() throws IOException {
        for (String path : PATHS) {
            for (String name : List.of("127.0.0.1", "localhost", "LOCALHOST")) {
                String own = "Origin: http://" + name + ":" + service.getPort();
                assertThat(isRefused(send(path, host(name)))).isFalse();
                assertThat(isRefused(send(path, host(name), own))).isFalse();
                assertThat(isRefused(send(path, host(name), own, "Sec-Fetch-Site: same-origin")))
                        .isFalse();
                assertThat(isRefused(send(path, host(name), "Sec-Fetch-Site: none")))
                        .isFalse();
            }
        }
        assertThat(send("GET /q/health/live", host("localhost"))).startsWith("HTTP/1.1 200 ");
    }

    /** A name of a stranger that leads here, as after DNS rebinding. */
    @Test
    void otherNamesAreRefused() throws IOException {
        String port = ":" + service.getPort();
        for (String path : PATHS) {
            for (String name : List.of(
                    "example.org" + port,
                    "127.0.0.1.example.org" + port,
                    "localhost.example.org" + port,
                    "127.0.0.1",
                    "127.0.0.1:1",
                    "0.0.0.0" + port,
                    "localhost" + port + "@example.org",
                    "")) {
                String answer = send(path, "Host: " + name);
                assertThat(isRefused(answer) || answer.startsWith("HTTP/1.1 400 "))
                        .as(path + " " + name + " " + answer)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://example.org",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Origin, http://localhost.example.org",
        "Origin, ''",
        "Origin, :",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
    })
    void pagesOfOtherOriginsAreRefused(String header, String value) throws IOException {
        for (String path : PATHS) {
            String answer = send(path, host("127.0.0.1"), header + ": " + value);
            assertThat(isRefused(answer)).as(path + " " + header + " " + value).isTrue();
            assertThat(answer.toLowerCase()).doesNotContain("access-control-allow");
        }
    }

    /** Somebody follows a link in a page or a message. */
    @Test
    void linksToThePageWork() throws IOException {
        String[] link = {
            host("localhost"), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
        };
        assertThat(isRefused(send("GET /", link))).isFalse();
        assertThat(isRefused(send("POST /", link))).isTrue();
        assertThat(isRefused(send("GET /q/health/live", link))).isTrue();
        link[3] = "Sec-Fetch-Dest: iframe";
        assertThat(isRefused(send("GET /", link))).isTrue();
    }

    @Test
    void everyAnswerForbidsWhatNobodyNeeds() throws IOException {
        for (String path : PATHS) {
            assertThat(send(path, host("localhost")).toLowerCase())
                    .contains("content-security-policy: default-src 'self'")
                    .contains("x-content-type-options: nosniff")
                    .contains("frame-ancestors 'none'");
        }
    }

    /** The page sends large videos straight to it. */
    @Test
    void thePageMayCallTheBucket() throws IOException {
        String bucket = ConfigProvider.getConfig().getValue("vsr.s3-endpoint", String.class);
        assertThat(send("GET /", host("localhost"))).contains("connect-src 'self' " + bucket + ";");
    }

    /** Nobody grants a page of another origin what it asks for before it sends. */
    @Test
    void preflightsGetNothing() throws IOException {
        String answer = send(
                "OPTIONS /split",
                host("127.0.0.1"),
                "Origin: http://example.org",
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type");
        assertThat(isRefused(answer)).isTrue();
        assertThat(answer.toLowerCase()).doesNotContain("access-control-allow");
    }
}
