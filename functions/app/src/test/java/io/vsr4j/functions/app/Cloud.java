package io.vsr4j.functions.app;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.local.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A bucket and queues beside the application, which reaches them as it would reach AWS. */
public class Cloud implements QuarkusTestResourceLifecycleManager {
    /** The bucket. */
    public static final String BUCKET = "videos";

    static final String SECRET = "a-secret-of-the-tests";

    private Path folder;
    private LocalCloud cloud;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("vsr-cloud-");
            cloud = new LocalCloud(
                    folder.resolve("data"),
                    0,
                    0,
                    new Credentials("tests", SECRET),
                    BUCKET,
                    "vsr-",
                    List.of("urgent", "normal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "vsr.bucket",
                BUCKET,
                "vsr.queues",
                "urgent,normal",
                "vsr.s3-endpoint",
                cloud.aws().s3().orElseThrow().toString(),
                "vsr.sqs-endpoint",
                cloud.aws().sqs().orElseThrow().toString(),
                "vsr.access-key",
                "tests",
                "vsr.secret-key",
                SECRET,
                "vsr.temporary",
                folder.resolve("tmp").toString(),
                "vsr.defaults.model",
                "bicubic",
                "vsr.defaults.scale",
                "2",
                "vsr.defaults.chunk-frames",
                "8");
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            cloud.close();
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
