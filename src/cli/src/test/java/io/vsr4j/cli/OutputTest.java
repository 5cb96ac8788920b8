package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws IOException {
        clip = Y4m.write(folder.resolve("clip.mkv"), 64, 36, 40); // an extension proves nothing
    }

    @Test
    void theInputIsNeverTheOutput() throws Exception {
        byte[] before = Files.readAllBytes(clip);
        Path link = Files.createSymbolicLink(folder.resolve("symbolic.mkv"), clip);
        Path hard = Files.createLink(folder.resolve("hard.mkv"), clip);
        for (Path out : List.of(clip, link, hard, folder.resolve(".").resolve("clip.mkv"))) {
            assertRefused(out, "is the input", "--overwrite");
        }
        assertThat(clip).hasBinaryContent(before);
        assertThat(names()).containsExactly("clip.mkv", "hard.mkv", "symbolic.mkv");
    }

    @Test
    void anOutputThatExistsStaysWithoutOverwrite() throws Exception {
        Path out = Files.writeString(folder.resolve("out.mkv"), "precious");

        assertRefused(out, "exists; ask for --overwrite");

        assertThat(out).hasContent("precious");
        assertThat(names()).containsExactly("clip.mkv", "out.mkv");
        assertThat(CommandRun.of("upscale", clip.toString(), "-o", out.toString(), "--overwrite", "--to", "0.1")
                        .exit())
                .isZero();
        assertThat(Decoded.of(out).hashes()).isNotEmpty();
    }

    @Test
    void placesThatCannotBeWrittenAreNamedBeforeAnyWork() throws Exception {
        assertRefused(folder.resolve("none/out.mkv"), "there is no folder");
        assertRefused(folder.resolve("out.xyz"), "xyz");
        assertThat(names()).containsExactly("clip.mkv");
    }

    @Test
    void aFolderThatTakesNoFilesIsNamed() throws Exception {
        Path out = Path.of("/proc/out.mkv");

        AppRun.Ended run = AppRun.run("upscale", clip.toString(), "-o", out.toString());

        assertThat(run.exit()).isIn(1, 2); // root is told that it may write there, and then cannot
        assertThat(run.messages())
                .singleElement()
                .asString()
                .startsWith("vsr: ")
                .contains("/proc");
    }

    @Test
    void aFolderWithoutPermissionIsNamed() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeThat(Files.isWritable(locked)).as("this user may write anywhere").isFalse();

        assertRefused(locked.resolve("out.mkv"), "no permission");
    }

    @Test
    void aFullDiskIsSaidInOneLineAndTheWorkIsKept() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", disk.toString())
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
        assumeThat(mounted)
                .as("a small file system can be mounted here (needs root)")
                .isTrue();
        try {
            Path out = disk.resolve("out.mkv");

            AppRun.Ended run = AppRun.run(
                    "upscale", clip.toString(), "-o", out.toString(), "--codec", "ffv1", "--chunk-frames", "2");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.messages())
                    .singleElement()
                    .asString()
                    .startsWith("vsr: ")
                    .contains("No space left on device");
            assertThat(out).doesNotExist();
            assertThat(disk.resolve("out.mkv.vsr-work/chunk-00000")).exists();
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private void assertRefused(Path out, String because, String... more) throws Exception {
        List<String> line = Stream.concat(Stream.of("upscale", clip.toString(), "-o", out.toString()), Stream.of(more))
                .toList();
        AppRun.Ended run = AppRun.run(line.toArray(String[]::new));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.messages())
                .singleElement()
                .asString()
                .startsWith("vsr: ")
                .contains(because);
        assertThat(Files.exists(out.resolveSibling(out.getFileName() + ".vsr-work")))
                .isFalse();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
