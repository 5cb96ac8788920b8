package io.vsr4j.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, which alone shows what native code prints and how it ends. */
final class AppRun implements AutoCloseable {
    private static final long LIMIT_MINUTES = 8;

    private final Process process;
    private final Path out;
    private final Path err;

    private AppRun(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it with the test's own class path. */
    static AppRun start(String... args) throws IOException {
        return start(List.of(), args);
    }

    /**
     * Starts it by way of another program.
     *
     * @param before that program and its arguments, such as {@code env --default-signal=INT}
     */
    static AppRun start(List<String> before, String... args) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp")); // else newer Java warns

        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Vsr.class.getName());
        command.addAll(Arrays.asList(args));
        Path out = Files.createTempFile("vsr", ".out");
        Path err = Files.createTempFile("vsr", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new AppRun(process, out, err);
    }

    /** Runs it to its end. */
    static Ended run(String... args) throws IOException, InterruptedException {
        try (AppRun run = start(args)) {
            return run.end();
        }
    }

    /**
     * How it ended.
     *
     * @param exit exit status
     * @param out standard output
     * @param err standard error
     */
    record Ended(int exit, String out, String err) {
        JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }

        /** {@return what is on standard error beside progress} */
        List<String> messages() {
            return err.lines().filter(l -> !l.startsWith("stage=")).toList();
        }
    }

    /** {@return the process} */
    Process process() {
        return process;
    }

    /** {@return what it has printed to standard error so far} */
    String err() {
        return text(err);
    }

    /** Waits until it ends by itself. */
    Ended end() throws InterruptedException {
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("still running after " + LIMIT_MINUTES + " minutes: " + err());
        }
        return new Ended(process.exitValue(), text(out), text(err));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
