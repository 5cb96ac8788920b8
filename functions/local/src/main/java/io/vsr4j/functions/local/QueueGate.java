package io.vsr4j.functions.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the queues, which ask nobody who he is: lets requests through that are signed with the service's credentials,
 * and so keeps out other users of the machine and whatever a web page makes a browser send.
 */
final class QueueGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueGate.class);
    /** Ten messages of the greatest size that SQS takes, encoded. */
    private static final int MOST_BYTES = 4 << 20;
    /** Longer than a request that waits for messages. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private static final List<String> PASSED_ON =
            List.of("content-type", "x-amz-target", "authorization", "x-amz-date");

    private static final int BAD_GATEWAY = 502;
    private static final int TOO_LARGE = 413;
    private static final int FORBIDDEN = 403;

    static {
        // Without, the second part of each answer waits for the client's acknowledgement of the first: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final URI behind;
    private final Credentials credentials;
    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vsr-sqs");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Opens it.
     *
     * @param port of the loopback address
     * @param behind the queues
     * @param credentials what clients sign with
     */
    QueueGate(int port, URI behind, Credentials credentials) throws IOException {
        this.behind = behind;
        this.credentials = credentials;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(SILENCE)
                .executor(threads)
                .build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                answer(exchange, TOO_LARGE, "text/plain", "a request may have 4 MiB".getBytes(StandardCharsets.UTF_8));
                return;
            }
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            SignedRequest request =
                    new SignedRequest(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
            if (!request.isOf(credentials, Clock.systemUTC())) {
                answer(exchange, FORBIDDEN, "application/x-amz-json-1.0", REFUSED.getBytes(StandardCharsets.UTF_8));
                return;
            }
            pass(exchange, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is closing
        }
    }

    private void pass(HttpExchange exchange, SignedRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = client.send(passedOn(request), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            LOG.warn("the queues do not answer: {}", e.getMessage());
            answer(exchange, BAD_GATEWAY, "text/plain", "the queues do not answer".getBytes(StandardCharsets.UTF_8));
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-amz")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        answer(
                exchange,
                response.statusCode(),
                response.headers().firstValue("content-type").orElse("text/xml"),
                response.body());
    }

    /** As AWS says it, so that clients say it too. */
    private static final String REFUSED =
            "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\",\"message\":"
                    + "\"The request is not signed with the credentials of this service.\"}";

    private HttpRequest passedOn(SignedRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(behind.resolve(request.uri()))
                .timeout(SILENCE)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : PASSED_ON) {
            request.headers().getOrDefault(name, List.of()).forEach(value -> builder.header(name, value));
        }
        return builder.build();
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
