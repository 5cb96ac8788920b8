package io.vsr4j.functions.store;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** One bucket in memory that answers over HTTP, lets time pass, and misbehaves when it is told to. */
final class StubS3 implements AutoCloseable {
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private static final int PAGE = 3;

    private final NavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Deque<Twist> twists = new ArrayDeque<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final S3Client s3;

    /** An object. */
    record Stored(byte[] bytes, Instant modified) {
        String eTag() {
            return "\"" + Integer.toHexString(new String(bytes, StandardCharsets.ISO_8859_1).hashCode()) + "\"";
        }
    }

    /** A request. */
    record Asked(String method, String key, String query, Headers headers) {}

    /** Answers a request. */
    interface Answer {
        void send() throws IOException;
    }

    /** What becomes of a request. */
    interface Twist {
        /** {@return what is answered; the deed is what was asked, and gives the answer to it} */
        Answer of(HttpExchange exchange, Supplier<Answer> deed);
    }

    StubS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        s3 = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** {@return the bucket} */
    ObjectStore store() {
        return new ObjectStore(s3, "videos");
    }

    /** Puts an object as somebody else. */
    synchronized Stored put(String key, byte[] bytes) {
        Stored stored = new Stored(bytes, Instant.now());
        objects.put(key, stored);
        return stored;
    }

    void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    String text(String key) {
        return new String(objects.get(key).bytes(), StandardCharsets.UTF_8);
    }

    /** {@return all objects by name} */
    NavigableMap<String, Stored> objects() {
        return objects;
    }

    /** {@return all requests so far} */
    List<Asked> asked() {
        return asked;
    }

    /** {@return number of requests of a method} */
    int asked(String method) {
        return (int) asked.stream().filter(a -> a.method().equals(method)).count();
    }

    /** For what is there, a while passes. */
    synchronized void passes(Duration time) {
        objects.replaceAll(
                (key, stored) -> new Stored(stored.bytes(), stored.modified().minus(time)));
    }

    /** Each is for one request, in order, whatever it asks. */
    synchronized void next(Twist... some) {
        twists.addAll(List.of(some));
    }

    /** {@return does nothing and answers so} */
    static Twist answers(int status, String code) {
        return (exchange, deed) -> () -> send(exchange, status, "<Error><Code>" + code + "</Code></Error>");
    }

    /** {@return does what is asked, and the answer is lost} */
    static Twist unanswered() {
        return (exchange, deed) -> {
            deed.get();
            return () -> {};
        };
    }

    /** {@return answers with the first bytes only, and breaks the connection} */
    static Twist breaksOff() {
        return (exchange, deed) -> () -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from(exchange) + "-/*");
            exchange.sendResponseHeaders(206, 100);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
        };
    }

    /** {@return something happens right before} */
    static Twist after(Runnable event) {
        return (exchange, deed) -> {
            event.run();
            return deed.get();
        };
    }

    /** {@return nothing goes wrong} */
    static Twist well() {
        return (exchange, deed) -> deed.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String key = path.startsWith("/videos/") ? path.substring("/videos/".length()) : "";
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        Twist twist;
        synchronized (this) {
            asked.add(new Asked(exchange.getRequestMethod(), key, query, exchange.getRequestHeaders()));
            twist = twists.isEmpty() ? well() : twists.remove();
        }
        try {
            twist.of(exchange, () -> answer(exchange, key, query, body)).send();
        } catch (RuntimeException e) {
            e.printStackTrace();
        } finally {
            exchange.close();
        }
    }

    private synchronized Answer answer(HttpExchange exchange, String key, String query, byte[] body) {
        Headers headers = exchange.getRequestHeaders();
        Stored stored = objects.get(key);
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                if (headers.containsKey("If-None-Match") && stored != null) {
                    yield () -> send(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
                }
                put(key, body);
                yield () -> send(exchange, 200, "");
            }
            case "DELETE" -> {
                objects.remove(key);
                yield () -> send(exchange, 204, "");
            }
            default -> key.isEmpty() ? () -> list(exchange, query) : () -> get(exchange, stored);
        };
    }

    private void get(HttpExchange exchange, Stored stored) throws IOException {
        if (stored == null) {
            send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
            return;
        }
        String wanted = exchange.getRequestHeaders().getFirst("If-Match");
        if (wanted != null && !wanted.equals(stored.eTag())) {
            send(exchange, 412, "<Error><Code>PreconditionFailed</Code></Error>");
            return;
        }
        exchange.getResponseHeaders().set("ETag", stored.eTag());
        exchange.getResponseHeaders().set("Last-Modified", DATE.format(stored.modified()));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(stored.bytes().length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = from(exchange);
        int last =
                range == null ? stored.bytes().length - 1 : Integer.parseInt(range.substring(range.indexOf('-') + 1));
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + last + "/" + stored.bytes().length);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, last + 1 - from);
        exchange.getResponseBody().write(stored.bytes(), from, last + 1 - from);
    }

    private static int from(HttpExchange exchange) {
        String range = exchange.getRequestHeaders().getFirst("Range");
        return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    private void list(HttpExchange exchange, String query) throws IOException {
        String prefix = parameter(query, "prefix");
        String after = parameter(query, "continuation-token");
        List<String> keys = objects.tailMap(after, false).keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .toList();
        List<String> page = keys.subList(0, Math.min(PAGE, keys.size()));
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        if (page.size() < keys.size()) {
            xml.append("<IsTruncated>true</IsTruncated><NextContinuationToken>")
                    .append(page.get(page.size() - 1))
                    .append("</NextContinuationToken>");
        }
        for (String key : page) {
            Stored stored = objects.get(key);
            xml.append("<Contents><Key>")
                    .append(key)
                    .append("</Key><ETag>")
                    .append(stored.eTag().replace("\"", "&quot;"))
                    .append("</ETag><Size>")
                    .append(stored.bytes().length)
                    .append("</Size><LastModified>")
                    .append(stored.modified())
                    .append("</LastModified></Contents>");
        }
        send(exchange, 200, xml + "</ListBucketResult>");
    }

    private static String parameter(String query, String name) {
        for (String part : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        s3.close();
        server.stop(0);
        threads.shutdown();
    }
}
