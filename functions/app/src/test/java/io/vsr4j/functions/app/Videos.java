package io.vsr4j.functions.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Service;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** Videos in the bucket, what S3 says of them, and what becomes of them. */
final class Videos {
    /** Frames of the sample's first second, of which jobs of these tests are. */
    static final int FRAMES = 24;

    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    private Videos() {}

    /** Puts the sample; no two puts of one name are the same contents. */
    static void put(S3Client s3, String key) {
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key(key).metadata(Map.of("vsr-to", "1")), SAMPLE);
    }

    /** As S3 says it: names are encoded as in forms. */
    static String notification(String key) {
        return """
                {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
                  "s3": {"bucket": {"name": "%s"}, "object": {"key": "%s", "size": 1, "sequencer": "0A"}}}]}
                """.formatted(
                Cloud.BUCKET, URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"));
    }

    /** As EventBridge says it: names are as they are. */
    static String detail(String key) {
        return """
                {"version": "0", "bucket": {"name": "%s"}, "object": {"key": "%s", "size": 1}, "reason": "PutObject"}
                """.formatted(Cloud.BUCKET, key);
    }

    /** Proves the result of a job. */
    static void assertRestored(Service service, String job, String result) throws IOException {
        Manifest manifest = service.manifest(job).orElseThrow();
        assertThat(result).isEqualTo(manifest.result());
        Path file = Files.createTempFile("vsr-result-", ".mp4");
        try {
            service.store().download(result, file);
            MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
            assertThat(info.video().frames().count()).isEqualTo(FRAMES);
            assertThat(info.video().width()).isEqualTo(640);
            assertThat(info.video().height()).isEqualTo(360);
        } finally {
            Files.delete(file);
        }
        assertThat(service.store().exists(manifest.report())).isTrue();
    }
}
