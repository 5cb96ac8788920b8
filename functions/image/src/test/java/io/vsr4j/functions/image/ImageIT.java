package io.vsr4j.functions.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.local.LocalCloud;
import io.vsr4j.functions.local.Ports;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The image as it was built: started as a user without rights on a read-only root, with a bucket and queues on loopback and
 * no other network. The profile {@code image} runs this, where there is bubblewrap.
 */
class ImageIT {
    /** That is what instances and pods are given to end. */
    private static final Duration GRACE = Duration.ofSeconds(120);

    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    private static final List<String> HEALTH = List.of("java", "@/opt/vsr/health.args");
    /** One chunk of some windows. */
    private static final Map<String, String> SETTINGS = Map.of(
            "vsr-model", "anime4k", "vsr-scale", "2", "vsr-to", "0.5", "vsr-chunk-frames", "100", "vsr-threads", "1");

    private static Path folder;
    private static ImageTar image;
    private static LocalCloud cloud;
    private static S3Client s3;
    private static SqsClient sqs;
    private static Service service;
    private static Map<String, String> environment;

    @BeforeAll
    static void unpack() throws Exception {
        Path tar = Path.of(System.getProperty("vsr.image.tar", "target/vsr4j.tar"));
        assumeTrue(Files.isRegularFile(tar), "there is no image " + tar + "; the profile image builds it");
        assumeTrue(
                Boolean.getBoolean("vsr.image.loopback"),
                "bubblewrap (bwrap) cannot be used here, which stands in for a container engine");
        folder = Files.createTempDirectory("vsr-image");
        // The user of the container has to reach what lies here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        long begun = System.nanoTime();
        image = new ImageTar(tar, folder);
        report("unpacked", begun);
        cloud = new LocalCloud(
                folder.resolve("cloud"), 0, 0, new Credentials("local", "secret"), "videos", "vsr-", List.of("normal"));
        environment = new TreeMap<>(Map.of(
                "VSR_BUCKET", "videos",
                "VSR_WORKER", "contained",
                "VSR_VISIBILITY", "60",
                "VSR_S3_ENDPOINT", cloud.aws().s3().orElseThrow().toString(),
                "VSR_SQS_ENDPOINT", cloud.aws().sqs().orElseThrow().toString(),
                "VSR_ACCESS_KEY", "local",
                "VSR_SECRET_KEY", "secret",
                "QUARKUS_HTTP_PORT", Integer.toString(Ports.free("port", 0))));
        s3 = cloud.aws().openS3();
        sqs = cloud.aws().openSqs();
        service = ServiceSettings.of(environment, Map.of()).connect(s3, sqs);
    }

    @AfterAll
    static void close() throws Exception {
        if (cloud != null) {
            s3.close();
            sqs.close();
            cloud.close();
        }
        if (folder != null) {
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    @Test
    void restoresAVideoAndHandsItsChunkBackWhenItIsToldToEnd() throws Exception {
        Container container = new Container(image, folder.resolve("worker"), environment);
        Path log = folder.resolve("worker.log");
        assertThat(container.run(HEALTH, log)).as("health before the start").isEqualTo(1);
        long begun = System.nanoTime();
        Process worker = container.start(image.entrypoint(), log);
        try {
            await("ready", () -> container.run(HEALTH, log) == 0, worker, log);
            report("ready", begun);
            put("incoming/first.mp4");
            await("the result", () -> state("first.mp4") == JobStatus.State.DONE, worker, log);
            report("a video restored", begun);
            assertThat(libraries(container)).as("libraries that were unpacked").isEmpty();

            put("incoming/second.mp4");
            await("a chunk in work", () -> isAtChunk(container.data().resolve("work/contained")), worker, log);
            long told = System.nanoTime();
            Container.terminate(worker);
            assertThat(worker.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended in its grace period")
                    .isTrue();
            report("ended after SIGTERM", told);
            assertThat(worker.exitValue()).as(Files.readString(log)).isIn(0, 143);
        } finally {
            Container.terminate(worker);
            worker.destroyForcibly().waitFor();
        }
        MessageQueue chunks = service.queues().chunks().get("normal");
        Delivery delivery =
                chunks.receive(Duration.ofMinutes(1), Duration.ofSeconds(1)).orElseThrow();
        assertThat(delivery.receives()).as("the chunk was handed back").isEqualTo(1);
        assertThat(container.data().resolve("work/contained")).isEmptyDirectory();
    }

    @Test
    void saysInOneLineWhatIsMissing() throws Exception {
        Map<String, String> without = new TreeMap<>(environment);
        without.remove("VSR_BUCKET");
        without.put("QUARKUS_HTTP_PORT", "0");
        Path log = folder.resolve("wrong.log");
        Container container = new Container(image, folder.resolve("wrong"), without);
        assertThat(container.run(image.entrypoint(), log)).isEqualTo(1);
        assertThat(Files.readAllLines(log)).containsExactly("vsr: vsr.bucket must be set");
    }

    @Test
    void belongsToRootAndRunsAsSomebodyElse() throws Exception {
        assertThat(image.config().get("User").getAsString()).isEqualTo("65532:65532");
        assertThat(image.config().getAsJsonObject("Volumes").keySet())
                .containsExactlyInAnyOrder("/tmp", "/var/lib/vsr");
        assertThat(image.created()).as("reproducible").isEqualTo("2026-01-01T00:00:00Z");
        try (Stream<Path> files = Files.walk(image.root().resolve("opt/vsr"))) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as("%s", file)
                        .contains(PosixFilePermission.OTHERS_READ)
                        .doesNotContain(PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);
            }
        }
        Container container = new Container(image, folder.resolve("rights"), Map.of());
        Path log = folder.resolve("rights.log");
        assertThat(container.run(
                        List.of("java", "-XX:-UsePerfData", "-Xlog:gc:file=/opt/vsr/written.log", "-version"), log))
                .as("a file on the root")
                .isNotZero();
        assertThat(Files.readString(log)).contains("Read-only file system");
    }

    private static void put(String key) {
        s3.putObject(r -> r.bucket("videos").key(key).metadata(SETTINGS), SAMPLE);
    }

    private static JobStatus.State state(String name) throws IOException {
        List<JobStatus> all = new Jobs(service).all();
        return all.stream()
                .filter(job -> job.toString().contains(name))
                .map(JobStatus::state)
                .findFirst()
                .orElse(null);
    }

    private static List<Path> libraries(Container container) throws IOException {
        try (Stream<Path> kept = Files.walk(container.data());
                Stream<Path> temporary = Files.walk(container.tmp())) {
            return Stream.concat(kept, temporary)
                    .filter(file -> file.getFileName().toString().contains(".so"))
                    .toList();
        }
    }

    private static boolean isAtChunk(Path temporary) throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (UncheckedIOException e) {
            return false; // it went while it was looked at
        }
    }

    private static void await(String what, Callable<Boolean> holds, Process worker, Path log) throws Exception {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!holds.call()) {
            if (!worker.isAlive() || System.nanoTime() > until) {
                throw new AssertionError(what + " does not come:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    private static void report(String what, long since) {
        System.out.printf("%s after %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
