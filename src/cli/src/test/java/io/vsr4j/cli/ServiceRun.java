package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code vsr serve} as a process, with workers of its own. */
final class ServiceRun implements AutoCloseable {
    private static final Path SERVICE =
            Path.of("../../functions/app/target/service").toAbsolutePath();
    private static final long LIMIT_SECONDS = 120;

    private final Path data;
    private final Process process;
    private final Path out;
    private final Path err;

    private ServiceRun(Path data, Process process, Path out, Path err) {
        this.data = data;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it, and waits until it is ready. */
    static ServiceRun ready(Path folder, String... options) throws Exception {
        ServiceRun run = start(folder, options);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!Files.readString(run.out).contains("ready")) {
            if (System.nanoTime() > until || !run.process.isAlive()) {
                String said = run.err();
                run.close();
                throw new AssertionError("the service is not ready: " + said);
            }
            run.process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        return run;
    }

    /** Starts it. 'mvn test' builds no service, 'mvn verify' does: without one, the test is left out. */
    static ServiceRun start(Path folder, String... options) throws IOException {
        Assumptions.assumeTrue(
                Files.exists(SERVICE.resolve("runner.jar")), SERVICE + " is made by 'mvn package', and is not there");
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"));
        command.addAll(List.of("-Dvsr.workers.classes=" + own, "-Dslf4j.internal.verbosity=WARN"));
        command.add("-Dslf4j.provider=org.slf4j.impl.JBossSlf4jServiceProvider");
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-cp", SERVICE.resolve("runner.jar") + ":" + libraries() + own, Vsr.class.getName()));
        command.addAll(List.of("serve", "--data", folder.resolve("data").toString()));
        command.addAll(List.of(options));
        for (String port : List.of("--port", "--s3-port", "--sqs-port")) {
            if (!command.contains(port)) {
                command.addAll(List.of(port, "0"));
            }
        }
        Path out = Files.createTempFile(folder, "serve", ".out");
        Path err = Files.createTempFile(folder, "serve", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("VSR_VISIBILITY", "5"); // what a killed worker had comes again after it
        return new ServiceRun(folder.resolve("data"), builder.start(), out, err);
    }

    private static String libraries() throws IOException {
        StringBuilder path = new StringBuilder();
        try (Stream<Path> jars = Files.list(SERVICE.resolve("lib"))) {
            jars.forEach(jar -> path.append(jar).append(':'));
        }
        return path.toString();
    }

    Process process() {
        return process;
    }

    /** {@return its workers' processes} */
    List<ProcessHandle> workers() {
        return process.children().toList();
    }

    /** {@return what it printed} */
    List<String> lines() throws IOException {
        return Files.readAllLines(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** {@return the word after a word that begins a line} */
    String value(String name) throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** Runs a command that talks to it. */
    CommandRun command(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** {@return what it answers at a path over HTTP} */
    JsonObject get(String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(value("service") + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    /** {@return a client that knows what the service printed, and nothing else} */
    S3Client s3() throws IOException {
        JsonObject credentials = JsonParser.parseString(Files.readString(Path.of(value("credentials"))))
                .getAsJsonObject();
        return S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(value("S3")))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        credentials.get("accessKey").getAsString(),
                        credentials.get("secretKey").getAsString())))
                .build();
    }

    /** {@return the only result below a prefix, when it is there} */
    Path result(S3Client s3, String prefix, Path file) throws Exception {
        String bucket = value("bucket");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            List<String> keys = s3.listObjectsV2(r -> r.bucket(bucket).prefix("results/" + prefix)).contents().stream()
                    .map(o -> o.key())
                    .toList();
            if (keys.stream().anyMatch(key -> key.endsWith("report.json"))) {
                List<String> videos =
                        keys.stream().filter(key -> !key.endsWith(".json")).toList();
                assertThat(videos).hasSize(1);
                s3.getObject(r -> r.bucket(bucket).key(videos.get(0)), file);
                return file;
            }
            assertThat(System.nanoTime()).as("no result: " + err()).isLessThan(until);
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    /** Tells it to end. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Kills it, and its workers where they do not end by themselves. */
    @Override
    public void close() {
        List<ProcessHandle> workers = workers();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
