package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class LocalStoreTest {
    private static final int BYTES = 4 << 20;
    private static final Credentials KEYS = new Credentials("local", "secret");

    @TempDir
    Path folder;

    @Test
    void aFileSystemWithoutExtendedAttributesIsRefused() throws Exception {
        LocalStore.requireAttributes(folder);
        assertThat(folder).isEmptyDirectory();
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            assertThatThrownBy(() -> LocalStore.requireAttributes(archive.getPath("/")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the data folder / is on a file system without extended attributes")
                    .hasMessageContaining("--data");
        }
    }

    /** What is half sent when the process is killed must never be taken for an object. */
    @Test
    void anObjectIsThereWhenItIsWhole() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch rest = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            private int position;

            @Override
            public int read() {
                return position++ < BYTES ? 1 : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (position == BYTES / 2) {
                    sent.countDown();
                    try {
                        rest.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                int count = Math.min(length, position < BYTES / 2 ? BYTES / 2 - position : BYTES - position);
                position += count;
                return count == 0 ? -1 : count;
            }
        };
        try (LocalStore server = new LocalStore(folder, Ports.free("s3-port", 0), KEYS, put -> {});
                S3Client s3 = client(server)) {
            s3.createBucket(r -> r.bucket("videos"));
            ObjectStore store = new ObjectStore(s3, "videos");
            store.put("incoming/other.mp4", "x");
            CompletableFuture<Void> put = CompletableFuture.runAsync(() -> s3.putObject(
                    r -> r.bucket("videos").key("incoming/clip.mp4"), RequestBody.fromInputStream(slow, BYTES)));
            sent.await();
            Path half = awaitFile();
            assertThat(store.list("")).extracting(StoredObject::key).containsExactly("incoming/other.mp4");
            Files.copy(half, half.resolveSibling("killed.mp4-" + UUID.randomUUID()));
            rest.countDown();
            put.join();
            assertThat(store.list(""))
                    .extracting(StoredObject::key)
                    .containsExactly("incoming/clip.mp4", "incoming/other.mp4");
        }
        try (LocalStore server = new LocalStore(folder, Ports.free("s3-port", 0), KEYS, put -> {})) {
            try (Stream<Path> files = Files.list(folder.resolve("videos/incoming"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("clip.mp4", "other.mp4");
            }
        }
    }

    /** A copy of a bucket that has lost all attributes must not be deleted for it. */
    @Test
    void aFileThatIsNoObjectIsLeftAlone() throws Exception {
        Path file = folder.resolve("videos/incoming/clip.mp4");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "copied without attributes");
        try (LocalStore server = new LocalStore(folder, Ports.free("s3-port", 0), KEYS, put -> {});
                S3Client s3 = client(server)) {
            assertThat(file).hasContent("copied without attributes");
            assertThat(new ObjectStore(s3, "videos").list("")).isEmpty();
        }
    }

    /** Whoever compares events with a listing would take it for another video. */
    @Test
    void anObjectIsToldOfByTheNameThatItIsListedUnder() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (LocalStore server = new LocalStore(folder, Ports.free("s3-port", 0), KEYS, put -> told.add(put.key()));
                S3Client s3 = client(server)) {
            s3.createBucket(r -> r.bucket("videos"));
            ObjectStore store = new ObjectStore(s3, "videos");
            for (String key : List.of("incoming//a.mp4", "incoming/b//c/./.d.mp4", "incoming/..e/f..mp4")) {
                store.put(key, "x");
            }
            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(
                            store.list("").stream().map(StoredObject::key).toList());
        }
    }

    private static S3Client client(LocalStore server) {
        return new Aws(
                        "us-east-1",
                        Optional.of(server.endpoint()),
                        Optional.of(server.endpoint()),
                        Optional.of("local"),
                        Optional.of("secret"))
                .openS3();
    }

    private Path awaitFile() throws Exception {
        while (true) {
            try (Stream<Path> files = Files.list(folder.resolve("videos/incoming"))) {
                Optional<Path> half =
                        files.filter(f -> !f.endsWith("other.mp4")).findFirst();
                if (half.isPresent()) {
                    return half.get();
                }
            }
            Thread.sleep(20);
        }
    }
}
