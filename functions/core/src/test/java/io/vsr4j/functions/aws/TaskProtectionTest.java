package io.vsr4j.functions.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the agent of ECS, for which a server stands in. */
@Timeout(60)
class TaskProtectionTest {
    private static final String PROTECTED = "PUT application/json {\"ProtectionEnabled\":true,\"ExpiresInMinutes\":30}";
    private static final String RELEASED = "PUT application/json {\"ProtectionEnabled\":false}";
    private static final String GRANTED = "200 {\"protection\":{\"ProtectionEnabled\":true}}";
    /** So short that a task is released at once, or so long that it is not within a test. */
    private static final Duration SHORT = Duration.ofMillis(30);

    private static final Duration LONG = Duration.ofHours(1);

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/id/task-protection/v1/state", exchange -> {
            asked.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes()));
            String answer = Optional.ofNullable(answers.poll()).orElse(GRANTED);
            byte[] body = answer.substring(4).getBytes();
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private TaskProtection protection(Duration patience, Duration renewal) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/api/id";
        return new TaskProtection(TaskProtection.agent(Map.of("ECS_AGENT_URI", address)), patience, renewal);
    }

    @Test
    void aTaskIsProtectedWhileAnythingIsInHandAndReleasedAfterwards() throws Exception {
        try (TaskProtection protection = protection(SHORT, LONG)) {
            TaskProtection.Hold first = protection.hold();
            assertThat(asked.take()).isEqualTo(PROTECTED);
            TaskProtection.Hold second = protection.hold();
            first.close();
            assertThat(asked.poll(5 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
            second.close();
            assertThat(asked.take()).isEqualTo(RELEASED);
            assertThat(asked.poll(5 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isNull();
            protection.hold();
            assertThat(asked.take()).isEqualTo(PROTECTED);
        }
    }

    @Test
    void workThatFollowsSoonNeedsNoRequestOfItsOwn() throws Exception {
        try (TaskProtection protection = protection(LONG, LONG)) {
            protection.hold().close(); // may be over before anybody looks
            TaskProtection.Hold hold = protection.hold();
            assertThat(asked.take()).isEqualTo(PROTECTED);
            hold.close();
            for (int i = 0; i < 10; i++) {
                protection.hold().close();
            }
            assertThat(asked.poll(100, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    @Test
    void longWorkIsProtectedAgainBeforeItRunsOut() throws Exception {
        try (TaskProtection protection = protection(SHORT, SHORT)) {
            protection.hold();
            for (int i = 0; i < 3; i++) {
                assertThat(asked.take()).isEqualTo(PROTECTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 ",
                "400 {\"error\":{\"Code\":\"AccessDeniedException\"}}",
                "200 {\"failure\":{\"Reason\":\"DEPLOYMENT_BLOCKED\"}}",
                "200 <html>",
                "302 {\"protection\":{}}"
            })
    void anAgentThatRefusesIsAskedAgainAndNothingElseHappens(String refusal) throws Exception {
        answers.add(refusal);
        try (TaskProtection protection = protection(SHORT, LONG)) {
            TaskProtection.Hold hold = protection.hold();
            assertThat(asked.take()).isEqualTo(PROTECTED);
            assertThat(asked.take()).isEqualTo(PROTECTED);
            hold.close();
            assertThat(asked.take()).isEqualTo(RELEASED);
        }
    }

    @Test
    void nobodyIsAskedWhereNoAgentIsNamed() throws Exception {
        assertThat(TaskProtection.agent(Map.of())).isEmpty();
        try (TaskProtection protection = TaskProtection.of(Map.of())) {
            protection.hold().close();
        }
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.170.2/api/0123-4",
                "http://169.254.170.2/api/0123-4/",
                "http://127.0.0.1:8080/api/0123-4",
                "http://[::1]/api/0123-4",
                "http://[fe80::1]/api/0123-4"
            })
    void anAgentIsOnThisMachine(String address) {
        URI agent = TaskProtection.agent(Map.of("ECS_AGENT_URI", address)).orElseThrow();
        assertThat(agent.toString()).endsWith("/api/0123-4/task-protection/v1/state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/api",
                "http://169.255.170.2/api",
                "http://metadata.example.org/api",
                "http://localhost/api",
                "http://127.0.0.1.example.org/api",
                "http://user@127.0.0.1/api",
                "https://169.254.170.2/api",
                "file:///etc/passwd",
                "http:///api",
                "169.254.170.2",
                "http://1/ api"
            })
    void whoeverElseIsNamedIsNotAsked(String address) {
        assertThat(TaskProtection.agent(Map.of("ECS_AGENT_URI", address))).isEmpty();
    }
}
