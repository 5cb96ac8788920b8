package io.vsr4j.functions.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpotNoticeTest {
    private static final String NOTICE = "{\"action\": \"terminate\", \"time\": \"2026-01-01T00:00:00Z\"}";

    @Test
    @Timeout(60)
    void itIsToldOnceAndATokenThatHasRunOutIsReplaced() throws Exception {
        BlockingQueue<Integer> answers = new LinkedBlockingQueue<>(List.of(404, 401, 500, 404, 200));
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/latest/api/token", exchange -> {
            boolean right = exchange.getRequestMethod().equals("PUT")
                    && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds");
            asked.add("token");
            byte[] token = ("token-" + asked.size()).getBytes();
            exchange.sendResponseHeaders(right ? 200 : 400, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        server.createContext("/latest/meta-data/spot/instance-action", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            Integer status = answers.poll();
            byte[] body = NOTICE.getBytes();
            exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI service = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Semaphore told = new Semaphore(0);
        try (SpotNotice notice = new SpotNotice(service, Duration.ofMillis(1), told::release)) {
            told.acquire();
            assertThat(answers).isEmpty();
            Thread.sleep(50);
            assertThat(told.availablePermits()).isZero();
            assertThat(asked).containsExactly("token", "token-1", "token-1", "token", "token-4", "token-4", "token-4");
        } finally {
            server.stop(0);
        }
    }
}
