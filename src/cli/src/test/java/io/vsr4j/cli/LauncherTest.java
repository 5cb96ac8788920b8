package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the source tree, with a Maven that makes a program which says how it was called. */
class LauncherTest {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "chmod",
            "cp",
            "dirname",
            "find",
            "flock",
            "grep",
            "head",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sleep",
            "touch");

    @TempDir
    Path folder;

    private Path home;
    private Path tools;
    private final Map<String, String> environment = new HashMap<>();
    private int changes;

    @BeforeEach
    void copyTree() throws IOException {
        home = folder.resolve("a tree with spaces");
        tools = Files.createDirectory(folder.resolve("tools"));
        Path bin = Files.createDirectories(home.resolve("src/cli/src/main/app/bin"));
        Files.copy(HERE.resolve("../../vsr"), home.resolve("vsr"));
        Files.copy(HERE.resolve("src/main/app/bin/find-java.sh"), bin.resolve("find-java.sh"));
        for (String file : List.of(
                "pom.xml",
                "src/cli/pom.xml",
                "src/cli/src/main/Old.java",
                "src/cli/src/main/New.java",
                "src/training/data/fetch",
                "functions/pom.xml",
                "functions/core/pom.xml",
                "functions/core/src/main/Service.java")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.createFile(home.resolve(file));
        }
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Files.createSymbolicLink(tools.resolve("java"), Path.of(System.getProperty("java.home"), "bin/java"));
        maven("echo built >> " + folder.resolve("builds"));
    }

    /** JUnit would warn of each one that leads out of its folder. */
    @AfterEach
    void deleteLinks() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void buildsOnFirstUseAndSaysSoInOneLine() throws Exception {
        Ended first = vsr("upscale", "a b.mp4");
        Ended second = vsr("probe");

        assertThat(first).isEqualTo(new Ended(0, "ran upscale|a b.mp4|\n", first.err()));
        assertThat(first.err()).startsWith("vsr: building; ").hasLineCount(1);
        assertThat(second).isEqualTo(new Ended(0, "ran probe|\n", ""));
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainAfterAChangeOrADeletionOnly() throws Exception {
        vsr();
        change(home.resolve("README.md"));
        vsr();
        assertThat(builds()).isEqualTo(1);
        change(home.resolve("src/cli/src/main/New.java"));
        assertThat(vsr().err()).isEqualTo("vsr: building what has changed...\n");
        assertThat(builds()).isEqualTo(2);
        change(home.resolve("src/cli/pom.xml"));
        vsr();
        assertThat(builds()).isEqualTo(3);
        Files.delete(home.resolve("src/cli/src/main/Old.java"));
        vsr();
        assertThat(builds()).isEqualTo(4);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        maven("sleep 0.5; echo built >> " + folder.resolve("builds"));

        Process first = start(home.resolve("vsr"), "one");
        Process second = start(home.resolve("vsr"), "two");

        assertThat(end(first).out()).isEqualTo("ran one|\n");
        assertThat(end(second).out()).isEqualTo("ran two|\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("my vsr"), home.resolve("vsr"));

        assertThat(end(start(link, "models")).out()).isEqualTo("ran models|\n");
    }

    @Test
    void aFailedBuildShowsMavensFirstLinesAndKeepsTheRest() throws Exception {
        maven("for i in {1..100}; do echo \"[ERROR] line $i\"; done; exit 1");

        Ended ended = vsr("models");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .contains("[ERROR] line 1\n")
                .doesNotContain("line 50")
                .contains("vsr: the build failed");
        assertThat(Files.readAllLines(home.resolve("src/cli/target/build.log"))).hasSize(100);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertThat(vsr())
                .isEqualTo(new Ended(
                        1,
                        "",
                        "vsr: Maven is not installed; install version 3.8 or later (Debian,"
                                + " Ubuntu: apt install maven)\n"));
        Files.delete(tools.resolve("java"));
        assertThat(vsr())
                .isEqualTo(new Ended(
                        1,
                        "",
                        "vsr: Java is not installed; install version 17 or later (Debian,"
                                + " Ubuntu: apt install openjdk-17-jdk)\n"));
        Path old = Files.createDirectories(folder.resolve("jdk8/bin"));
        script(old.resolve("java"), "echo 'openjdk version \"1.8.0_292\"' >&2");
        Files.createSymbolicLink(tools.resolve("java"), old.resolve("java"));
        assertThat(vsr().err()).contains("is Java 8, but version 17 or later is needed");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedInOneLine() throws Exception {
        Files.writeString(home.resolve("src/cli/target"), "in the way, for root as well");

        Ended ended = vsr("models");

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("vsr: cannot write into " + home.resolve("src/cli/target") + ",")
                .hasLineCount(1);
    }

    @Test
    void theBuildNeedsNoFolderForTemporaryFiles() throws Exception {
        environment.put("TMPDIR", "/none");

        assertThat(vsr("models").out()).isEqualTo("ran models|\n");
    }

    @Test
    void theProgramItselfRunsFromItsFolder() throws Exception {
        Path program = program();

        Ended ended = end(start(program, "--version"));

        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("vsr4j ");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void whatTheVirtualMachineSaysIsNoResult() throws Exception {
        environment.put(
                "VSR_JAVA_OPTS", "-Xmx16m"); // less than the launcher wants for new objects, which Java warns of

        Ended ended = end(start(program(), "--version"));

        assertThat(ended.out()).startsWith("vsr4j ");
        assertThat(ended.err()).contains("[warning]");
    }

    /** The program's folder as the build makes it, which has another class path than the test. */
    private Path program() throws IOException, InterruptedException {
        Path app = Files.createDirectories(folder.resolve("an app"));
        Files.createDirectories(app.resolve("bin"));
        Path lib = Files.createDirectories(app.resolve("lib"));
        Files.copy(HERE.resolve("src/main/app/bin/vsr"), app.resolve("bin/vsr"));
        Files.copy(HERE.resolve("src/main/app/bin/find-java.sh"), app.resolve("bin/find-java.sh"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : classPath.split(":")) {
            Path path = Path.of(entry);
            if (entry.endsWith(".jar")) {
                Files.createSymbolicLink(lib.resolve(path.getFileName()), path);
            } else if (path.endsWith("target/classes")) { // 'mvn test' makes no archives of the modules
                jar(path, lib.resolve(path.getParent().getParent().getFileName() + ".jar"));
            }
        }
        return app.resolve("bin/vsr");
    }

    private static void jar(Path classes, Path jar) throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jar",
                        "cf",
                        jar.toString(),
                        "-C",
                        classes.toString(),
                        ".")
                .inheritIO()
                .start();
        assertThat(tool.waitFor()).isZero();
    }

    private record Ended(int exit, String out, String err) {}

    private Ended vsr(String... args) throws IOException, InterruptedException {
        return end(start(home.resolve("vsr"), args));
    }

    private Process start(Path program, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", program.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", tools.toString());
        environment.putAll(this.environment);
        return builder.start();
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        return new Ended(process.waitFor(), out, err);
    }

    /** A Maven that runs a line and then makes a program in the folder that it was told. */
    private void maven(String line) throws IOException {
        script(
                tools.resolve("mvn"),
                line,
                "app='" + home.resolve("src/cli/target") + "'/$(echo \"$*\" | grep -o 'app[.]new')",
                "mkdir -p \"$app/bin\" \"$app/lib\"",
                "echo 'printf \"ran \"; printf \"%s|\" \"$@\"; echo' > \"$app/bin/vsr\"",
                "chmod +x \"$app/bin/vsr\"");
    }

    private static void script(Path file, String... lines) throws IOException {
        List<String> all =
                Stream.concat(Stream.of("#!/usr/bin/bash"), Stream.of(lines)).toList();
        Files.write(file, all);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private int builds() throws IOException {
        return Files.readAllLines(folder.resolve("builds")).size();
    }

    private void change(Path file) throws IOException {
        Files.writeString(file, "change " + changes++);
    }
}
