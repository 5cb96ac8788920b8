package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedInputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "empty, is empty",
        "text, ''",
        "truncated, ''",
        "audio-only, no video",
        "cover-art, no video",
        "no-frames, no frames",
        "40000x40000, 40000x40000",
        "hls, ''",
        "concat, playlist",
        "sdp, playlist",
        "unknown-codec, codec"
    })
    void oneLineStatusTwoAndNothingLeftBehind(String kind, String says) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/target.ts";
            Path file = folder.resolve(kind + ".mp4");
            Files.write(file, HostileFiles.bytes(kind, url));

            AppRun.Ended run = AppRun.run("upscale", file.toString());

            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.messages())
                    .singleElement()
                    .asString()
                    .startsWith("vsr: " + file + ": ")
                    .containsIgnoringCase(says);
            assertThat(run.out()).isEmpty();
            assertThat(filesIn(folder)).containsExactly(kind + ".mp4");
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private static Stream<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList().stream();
        }
    }
}
