package io.vsr4j.functions.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands in an image as an engine would: its root read-only, as its user, without capabilities, with process ids of
 * its own, two volumes, and the network of the test, which is loopback.
 */
final class Container {
    private static final String USER = "65532";

    private final ImageTar image;
    private final Map<String, String> environment;
    private final Path data;
    private final Path tmp;

    Container(ImageTar image, Path folder, Map<String, String> environment) throws IOException {
        this.image = image;
        this.environment = new TreeMap<>(image.environment());
        this.environment.putAll(environment);
        data = volume(folder.resolve("data"));
        tmp = volume(folder.resolve("tmp"));
    }

    private static Path volume(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** {@return what it keeps} */
    Path data() {
        return data;
    }

    /** {@return its temporary files} */
    Path tmp() {
        return tmp;
    }

    /** Begins a command. */
    Process start(List<String> command, Path log) throws IOException {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--no-new-privs"));
        }
        all.addAll(List.of("bwrap", "--unshare-all", "--share-net", "--die-with-parent", "--as-pid-1"));
        all.addAll(List.of("--uid", USER, "--gid", USER, "--cap-drop", "ALL"));
        all.addAll(List.of("--ro-bind", image.root().toString(), "/", "--proc", "/proc", "--dev", "/dev"));
        all.addAll(List.of("--bind", tmp.toString(), "/tmp", "--bind", data.toString(), "/var/lib/vsr", "--clearenv"));
        environment.forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        all.add("--");
        all.addAll(command);
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** {@return the status of a command; one that takes too long is killed, as an engine does with a question for health} */
    int run(List<String> command, Path log) throws Exception {
        Process process = start(command, log);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    /** Tells the command to end, as an engine does: by a signal to process 1 of the container. */
    static void terminate(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
    }
}
