package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The queues take only what is signed with the service's credentials. */
class QueueGateTest {
    private static final Credentials CREDENTIALS = new Credentials("key", "secret");

    @TempDir
    static Path folder;

    private static LocalQueues queues;
    private static URI endpoint;

    @BeforeAll
    static void start() throws IOException {
        int port = Ports.free("sqs-port", 0);
        queues = new LocalQueues(folder, port, CREDENTIALS);
        endpoint = URI.create("http://127.0.0.1:" + port);
        try (SqsClient sqs = client("key", "secret")) {
            sqs.createQueue(r -> r.queueName("q"));
        }
    }

    @AfterAll
    static void stop() {
        queues.close();
    }

    private static SqsClient client(String accessKey, String secretKey) {
        return new Aws(
                        "eu-west-1",
                        Optional.empty(),
                        Optional.of(endpoint),
                        Optional.of(accessKey),
                        Optional.of(secretKey))
                .openSqs();
    }

    @Test
    void aSignedRequestPasses() {
        String text = "ünïcode + & = % \n " + "x".repeat(100_000);
        try (SqsClient sqs = client("key", "secret")) {
            String queue = sqs.getQueueUrl(r -> r.queueName("q")).queueUrl();
            assertThat(queue).startsWith(endpoint.toString());
            sqs.sendMessage(r -> r.queueUrl(queue).messageBody(text));
            assertThat(sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(5))
                            .messages())
                    .singleElement()
                    .satisfies(m -> assertThat(m.body()).isEqualTo(text));
        }
    }

    @Test
    void otherKeysAreRefused() {
        for (String[] keys : new String[][] {{"key", "other"}, {"other", "secret"}}) {
            try (SqsClient sqs = client(keys[0], keys[1])) {
                assertThatThrownBy(() -> sqs.createQueue(r -> r.queueName("mine")))
                        .isInstanceOf(SqsException.class)
                        .hasMessageContaining("not signed with the credentials of this service");
            }
        }
    }

    /** What a web page can make a browser send without asking the server first. */
    @Test
    void aFormIsRefused() throws IOException, InterruptedException {
        HttpRequest form = HttpRequest.newBuilder(endpoint.resolve("/000000000000/q"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://example.org")
                .POST(BodyPublishers.ofString("Action=SendMessage&Version=2012-11-05&MessageBody=x"))
                .build();
        HttpRequest link = HttpRequest.newBuilder(endpoint.resolve("/000000000000/q?Action=PurgeQueue"))
                .build();
        for (HttpRequest request : List.of(form, link)) {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    /** The example of AWS's documentation of Signature Version 4: IAM's ListUsers. */
    @Test
    void theSignatureIsThatOfTheDocumentation() {
        Credentials example = new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
        Map<String, List<String>> headers = new HashMap<>(Map.of(
                "host",
                List.of("iam.amazonaws.com"),
                "content-type",
                List.of("application/x-www-form-urlencoded; charset=utf-8"),
                "x-amz-date",
                List.of("20150830T123600Z"),
                "authorization",
                List.of("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                        + "SignedHeaders=content-type;host;x-amz-date, "
                        + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")));
        URI uri = URI.create("/?Action=ListUsers&Version=2010-05-08");
        Instant then = Instant.parse("2015-08-30T12:40:00Z");
        Clock clock = Clock.fixed(then, ZoneOffset.UTC);
        byte[] other = "x".getBytes(StandardCharsets.UTF_8);

        assertThat(new SignedRequest("GET", uri, headers, new byte[0]).isOf(example, clock))
                .isTrue();
        assertThat(new SignedRequest("POST", uri, headers, new byte[0]).isOf(example, clock))
                .isFalse();
        assertThat(new SignedRequest("GET", uri, headers, other).isOf(example, clock))
                .isFalse();
        assertThat(new SignedRequest("GET", URI.create("/?Action=ListKeys"), headers, new byte[0]).isOf(example, clock))
                .isFalse();
        Clock late = Clock.offset(clock, Duration.ofMinutes(30));
        assertThat(new SignedRequest("GET", uri, headers, new byte[0]).isOf(example, late))
                .isFalse();
        headers.put("host", List.of("elsewhere"));
        assertThat(new SignedRequest("GET", uri, headers, new byte[0]).isOf(example, clock))
                .isFalse();
    }
}
