package io.vsr4j.functions.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.local.LocalCloud;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Weights of a bucket, against the store of local mode. */
class WeightsFoldersTest {
    private static final String TENSORS = "unet/model.safetensors";

    @TempDir
    static Path server;

    private static LocalCloud cloud;
    private static S3Client s3;
    private static int prefixes;

    @TempDir
    Path folder;

    private final Map<String, String> files = new TreeMap<>(
            Map.of("model_index.json", "{}", "unet/config.json", "{\"a\": 1}", TENSORS, "x".repeat(100_000)));
    private String prefix;

    @BeforeAll
    static void open() throws IOException {
        cloud = new LocalCloud(server, 0, 0, new Credentials("local", "secret"), "videos", "vsr-", List.of("normal"));
        s3 = cloud.aws().openS3();
    }

    @AfterAll
    static void close() throws IOException {
        s3.close();
        cloud.close();
    }

    @BeforeEach
    void put() {
        prefix = "weights/" + prefixes++;
        files.forEach(this::put);
        put(BucketWeights.SUMS, sums());
    }

    private void put(String name, String content) {
        s3.putObject(r -> r.bucket("videos").key(prefix + "/" + name), RequestBody.fromString(content));
    }

    private String sums() {
        StringBuilder list = new StringBuilder();
        files.forEach((name, content) ->
                list.append(hash(content)).append("  ").append(name).append('\n'));
        return list.toString();
    }

    private static String hash(String text) {
        return Sha256.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path fetch(Optional<String> pin) throws IOException {
        return fetch(pin, new ObjectStore(s3, "any"));
    }

    private Path fetch(Optional<String> pin, ObjectStore store) throws IOException {
        BucketWeights weights = new BucketWeights("videos", prefix, pin);
        Path named = weights.folder(cache());
        return new WeightsFolders(Map.of(named, weights), cache(), store).of(named);
    }

    private void assertWhole(Path fetched) throws IOException {
        try (Stream<Path> all = Files.walk(fetched)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> fetched.relativize(file).toString()))
                    .containsExactlyInAnyOrder("model_index.json", "unet/config.json", TENSORS, BucketWeights.SUMS);
        }
        assertThat(fetched.resolve(TENSORS)).hasContent(files.get(TENSORS));
    }

    private List<String> kept() throws IOException {
        try (Stream<Path> all = Files.list(cache())) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void aPinnedFolderIsFetchedOnceAndThenNobodyIsAsked() throws Exception {
        Optional<String> pin = Optional.of(hash(sums()));
        Path fetched = fetch(pin);
        assertWhole(fetched);
        assertThat(fetch(pin, null)).isEqualTo(fetched);
    }

    @Test
    void aProcessLooksOnce() throws Exception {
        List<String> gets = new ArrayList<>();
        try (S3Client counted = counting(gets)) {
            BucketWeights weights = new BucketWeights("videos", prefix, Optional.empty());
            Path named = weights.folder(cache());
            WeightsFolders folders =
                    new WeightsFolders(Map.of(named, weights), cache(), new ObjectStore(counted, "any"));
            assertThat(folders.of(named)).isEqualTo(folders.of(named));
            assertThat(folders.of(Path.of("/models/own"))).isEqualTo(Path.of("/models/own"));
        }
        assertThat(gets).hasSize(files.size() + 1).doesNotHaveDuplicates();
    }

    private static S3Client counting(List<String> gets) {
        ExecutionInterceptor counter = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof GetObjectRequest get) {
                    gets.add(get.key());
                }
            }
        };
        var settings = s3.serviceClientConfiguration();
        return S3Client.builder()
                .region(settings.region())
                .credentialsProvider(settings.credentialsProvider())
                .endpointOverride(settings.endpointOverride().orElseThrow())
                .forcePathStyle(true)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.addExecutionInterceptor(counter))
                .build();
    }

    @Test
    void twoProcessesShareOneCopy() throws Exception {
        files.put(TENSORS, "y".repeat(2_000_000));
        put();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                            FetchMain.class.getName(),
                            cloud.aws().s3().orElseThrow().toString(),
                            cache().toString(),
                            "s3://videos/" + prefix)
                    .redirectErrorStream(true)
                    .start());
        }
        List<String> said = new ArrayList<>();
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            said.addAll(output.lines().toList());
        }
        Path shared = cache().resolve(hash(sums()));
        assertThat(said.stream().filter(shared.toString()::equals)).hasSize(2);
        assertThat(said.stream().filter(line -> line.contains("fetching 3 files")))
                .hasSize(1);
        assertWhole(shared);
    }

    @Test
    void aFileThatIsNotWhatTheListSaysIsNamedAndNothingOfItIsUsed() throws Exception {
        String changed = files.get(TENSORS) + "!";
        put(TENSORS, changed);
        assertThatThrownBy(() -> fetch(Optional.empty()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("s3://videos/" + prefix + "/" + TENSORS)
                .hasMessageContaining(hash(changed))
                .hasMessageContaining(hash(files.get(TENSORS)));
        assertThat(kept()).isEmpty();
        put(TENSORS, files.get(TENSORS));
        assertWhole(fetch(Optional.empty()));
    }

    @Test
    void aListThatIsNotThePinnedOneIsRefused() throws Exception {
        String pin = hash(sums());
        files.put(TENSORS, "another's");
        put();
        String got = hash(sums());
        assertThatThrownBy(() -> fetch(Optional.of(pin)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("/" + BucketWeights.SUMS)
                .hasMessageContaining(pin)
                .hasMessageContaining(got);
        assertThat(cache()).doesNotExist();
    }

    @Test
    void namesThatLeadOutOfTheFolderWriteNothing() throws Exception {
        put("../escaped", "evil");
        put(BucketWeights.SUMS, hash("evil") + "  ../escaped\n");
        assertThatThrownBy(() -> fetch(Optional.empty()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'../escaped'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsNotUsed() throws Exception {
        Path partial = Files.createDirectories(cache().resolve(hash(sums()) + ".partial/unet"));
        Files.writeString(partial.resolve("model.safetensors"), "half");
        Files.writeString(partial.resolve("unlisted.bin"), "left");
        assertWhole(fetch(Optional.empty()));
        assertThat(kept()).containsExactly(hash(sums()));
    }

    @Test
    void otherFilesUnderAnotherListAreAnotherFolder() throws Exception {
        Path before = fetch(Optional.empty());
        files.put("unet/config.json", "{\"a\": 2}");
        put();
        Path after = fetch(Optional.empty());
        assertThat(after).isNotEqualTo(before);
        assertThat(before.resolve("unet/config.json")).hasContent("{\"a\": 1}");
        assertThat(after.resolve("unet/config.json")).hasContent("{\"a\": 2}");
    }

    @Test
    void whatIsMissingIsSaid() {
        prefix = "weights/none";
        assertThatThrownBy(() -> fetch(Optional.empty()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no s3://videos/weights/none/" + BucketWeights.SUMS);
    }

    @Test
    void aServiceKnowsThemByItsSettings() throws Exception {
        Map<String, String> environment = Map.of(
                "VSR_BUCKET",
                "videos",
                "VSR_ACCESS_KEY",
                "local",
                "VSR_SECRET_KEY",
                "secret",
                "VSR_CACHE",
                cache().toString(),
                "VSR_S3_ENDPOINT",
                cloud.aws().s3().orElseThrow().toString(),
                "VSR_SQS_ENDPOINT",
                cloud.aws().sqs().orElseThrow().toString(),
                "VSR_WEIGHTS_OASIS",
                "s3://videos/" + prefix + "#sha256=" + hash(sums()));
        ServiceSettings settings = ServiceSettings.of(environment, Map.of());
        assertThat(ServiceSettings.unknown(environment)).isEmpty();
        try (var sqs = cloud.aws().openSqs()) {
            Service service = settings.connect(s3, sqs);
            assertWhole(service.weights().of(service.config().weights().get("oasis")));
        }
    }
}
