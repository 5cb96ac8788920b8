package io.vsr4j.functions.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A real file system of a few megabytes that can be filled up. Without the right to mount one a test is skipped. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    /**
     * Mounts it.
     *
     * @param folder where; is made
     * @param kilobytes its size
     */
    SmallDisk(Path folder, int kilobytes) throws Exception {
        this.folder = Files.createDirectories(folder);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", folder.toString()),
                "a small file system can be mounted here (needs root)");
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Leaves so much room. */
    void fill(int kilobytes) throws IOException {
        Files.deleteIfExists(ballast());
        long room = folder.toFile().getUsableSpace() - kilobytes * 1024L;
        byte[] some = new byte[(int) room];
        new Random(1).nextBytes(some);
        Files.write(ballast(), some);
    }

    /** Gives the room back. */
    void free() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", folder.toString());
    }
}
