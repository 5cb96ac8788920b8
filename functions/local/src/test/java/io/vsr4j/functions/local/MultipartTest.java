package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.functions.store.ObjectStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Files that are put in parts. */
class MultipartTest {
    private static final int PART_BYTES = 64 << 20;
    private static final Map<String, String> METADATA = Map.of("sha256", "kept");

    @TempDir
    Path folder;

    private Rig rig;
    private Faults faults;
    private ObjectStore store;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
        faults = new Faults();
        store = rig.service("worker", 10, Duration.ofHours(1), faults).store();
        file = folder.resolve("large");
        byte[] some = new byte[1000];
        new Random(1).nextBytes(some);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at : new long[] {0, PART_BYTES - 500, PART_BYTES + 10_000}) { // also across parts
                out.write(java.nio.ByteBuffer.wrap(some), at);
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private boolean put() throws IOException {
        return store.putIfAbsent("results/large", file, "video/mp4", METADATA);
    }

    private long filesOfTheServer() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/s3"))) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void whatWasPutInPartsIsWhole() throws Exception {
        assertThat(put()).isTrue();
        Path back = folder.resolve("back");
        assertThat(store.download("results/large", back)).containsEntry("sha256", "kept");
        assertThat(Files.mismatch(file, back)).isEqualTo(-1);
        // Once more it is there already, and the parts are gone.
        assertThat(put()).isFalse();
        assertThat(filesOfTheServer()).isEqualTo(1);
    }

    @Test
    void anUploadThatFailsLeavesNothing() throws Exception {
        int[] aborted = new int[1];
        faults.follow((call, request) -> {
            aborted[0] += request instanceof AbortMultipartUploadRequest ? 1 : 0;
            return request instanceof UploadPartRequest part && part.partNumber() == 2 ? Fate.LOST : Fate.WELL;
        });
        assertThatThrownBy(this::put)
                .isInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot write results/large in bucket videos: ");
        assertThat(aborted[0]).isEqualTo(1);
        assertThat(store.exists("results/large")).isFalse();
        assertThat(store.list("")).isEmpty();
        assertThat(filesOfTheServer()).isZero();
    }
}
