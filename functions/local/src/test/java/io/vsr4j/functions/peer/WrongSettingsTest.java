package io.vsr4j.functions.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.WorkerMain;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What is set wrongly is said when a process starts, in one line that names the setting. */
class WrongSettingsTest {
    private static final String[] KEYS = {EmbeddedPeer.CREDENTIALS.accessKey(), EmbeddedPeer.CREDENTIALS.secretKey()};

    @TempDir
    static Path folder;

    private static Peer peer;

    @BeforeAll
    static void start() throws Exception {
        peer = new EmbeddedPeer(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws Exception {
        peer.close();
    }

    private static ServiceSettings right() {
        return ServiceSettings.of(
                Map.of(),
                Map.of(
                        "vsr.bucket", Peer.BUCKET,
                        "vsr.queues", String.join(",", Peer.CHUNK_QUEUES),
                        "vsr.s3-endpoint", peer.aws().s3().orElseThrow().toString(),
                        "vsr.sqs-endpoint", peer.aws().sqs().orElseThrow().toString(),
                        "vsr.access-key", EmbeddedPeer.CREDENTIALS.accessKey(),
                        "vsr.secret-key", EmbeddedPeer.CREDENTIALS.secretKey(),
                        "vsr.temporary", folder.resolve("tmp").toString()));
    }

    private static void connect(ServiceSettings settings) {
        try (S3Client s3 = settings.aws().openS3();
                SqsClient sqs = settings.aws().openSqs()) {
            settings.connect(s3, sqs);
        }
    }

    private static void assertSaid(String setting, String value, String... parts) {
        assertThatThrownBy(() -> connect(right().with(setting, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(parts)
                .contains("vsr." + setting)
                .doesNotContain("\n")
                .doesNotContain(KEYS)
                .doesNotContain("a-wrong-one");
    }

    private static String nobody() throws Exception {
        try (ServerSocket any = new ServerSocket(0)) {
            return "http://127.0.0.1:" + any.getLocalPort();
        }
    }

    @Test
    void rightOnesConnectAndDoNotShowTheirKeys() {
        connect(right());
        assertThat(right().toString()).contains(Peer.BUCKET).doesNotContain(KEYS);
        assertThat(right().aws().toString()).doesNotContain(KEYS);
        assertThat(EmbeddedPeer.CREDENTIALS.toString()).doesNotContain(KEYS);
    }

    @Test
    void eachWrongOneIsNamed() throws Exception {
        assertSaid("bucket", " ", "vsr.bucket must be set");
        assertSaid("bucket", "absent", "there is no bucket 'absent' in S3 at http://127.0.0.1:", "make it");
        assertSaid("queues", "urgent,other", "there is no queue 'vsr-chunks-other' in SQS at http://", "make it");
        assertSaid("queue-prefix", "mine-", "there is no queue 'mine-chunks-urgent'");
        assertSaid("s3-endpoint", nobody(), "nothing answers as S3 at http://127.0.0.1:", "start it");
        assertSaid("sqs-endpoint", nobody(), "nothing answers as SQS at http://127.0.0.1:", "start it");
        assertSaid("s3-endpoint", "127.0.0.1:9000", "must be an address such as http://", "got '127.0.0.1:9000'");
        assertSaid("secret-key", "a-wrong-one", "S3 at http://127.0.0.1:", "refuses them with status 403");
        assertSaid("access-key", "somebody", "refuses them with status 403");
        assertSaid("access-key", " ", "vsr.access-key and vsr.secret-key go together");
        assertSaid("visibility", "often", "vsr.visibility must be a number, got 'often'");
        assertSaid("split", "parts", "vsr.split must be ranges or physical, got 'parts'");
        assertSaid("weights-hash.oasis", "abc", "must have 64 hexadecimal digits, got 'abc'");
    }

    @Test
    void aWorkerSaysItAndEnds() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName());
        builder.environment().putAll(right().with("bucket", "absent").toEnvironment());
        Process worker = builder.start();
        List<String> lines = worker.errorReader().lines().toList();

        assertThat(worker.waitFor()).isNotZero();
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).startsWith("vsr: vsr.bucket: there is no bucket 'absent'");
    }
}
