package io.vsr4j.functions.lambda;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.local.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A bucket and queues for functions on a machine that has neither weights nor a GPU: of the model only the hash is known.
 */
public class Cloud implements QuarkusTestResourceLifecycleManager {
    static final String BUCKET = "videos";
    static final String HASH = "5d0e".repeat(16);

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
                    new Credentials("tests", "secret"),
                    BUCKET,
                    "vsr-",
                    List.of("normal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "vsr.bucket",
                BUCKET,
                "vsr.s3-endpoint",
                cloud.aws().s3().orElseThrow().toString(),
                "vsr.sqs-endpoint",
                cloud.aws().sqs().orElseThrow().toString(),
                "vsr.access-key",
                "tests",
                "vsr.secret-key",
                "secret",
                "vsr.temporary",
                folder.resolve("tmp").toString(),
                "vsr.device",
                "gpu",
                "vsr.defaults.model",
                "oasis",
                "vsr.defaults.memory",
                "40",
                "vsr.weights-hash.oasis",
                HASH);
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            cloud.close();
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
