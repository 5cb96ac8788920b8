package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vsr4j.functions.JobStatus;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker sends its spans to the collector that its environment names. */
class TraceExportTest {
    @TempDir
    Path folder;

    @Test
    void aWorkerSendsItsSpansBeforeItEnds() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (sent) {
                sent.write(body);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
        try (Rig rig = new Rig(folder)) {
            rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
            Process worker = WorkerProcess.start(
                    rig,
                    "worker",
                    rig.temporary(),
                    Map.of(),
                    Map.of(
                            "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint,
                            "OTEL_EXPORTER_OTLP_COMPRESSION", "none",
                            "OTEL_SERVICE_NAME", "restorers"));
            String job = rig.await("incoming/clip.mp4", JobStatus.State.DONE).job();
            worker.destroy();
            assertThat(worker.waitFor()).isZero();
            String text;
            synchronized (sent) {
                text = sent.toString(StandardCharsets.ISO_8859_1);
            }
            assertThat(text).contains("split", "upscale", "merge", "publish", "vsr.job", job, "restorers");
        } finally {
            collector.stop(0);
        }
    }
}
