package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The bucket of local mode on a disk that is full. */
class FullStoreTest {
    private static final String BUCKET = "videos";

    @TempDir
    Path folder;

    @Test
    void anObjectThatDoesNotFitIsNotThere() throws Exception {
        Path large = Files.write(folder.resolve("large"), random(600_000));
        List<PutEvents.Put> told = new ArrayList<>();
        int port = Ports.free("s3-port", 0);
        Credentials keys = new Credentials("local", "secret");
        try (SmallDisk disk = new SmallDisk(folder.resolve("disk"), 1000);
                LocalStore server = new LocalStore(disk.folder().resolve("s3"), port, keys, told::add);
                S3Client s3 = reach(server.endpoint()).openS3()) {
            s3.createBucket(r -> r.bucket(BUCKET));
            ObjectStore store = new ObjectStore(s3, BUCKET);
            store.put("there", "before");
            disk.fill(200);
            List<Path> before = files(disk.folder());
            assertThatThrownBy(() -> store.putIfAbsent("a/large", large, "video/mp4", Map.of("k", "v")))
                    .isInstanceOf(NotNowException.class)
                    .hasMessageStartingWith("cannot write a/large in bucket videos: ");
            assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key("there"), large));
            assertThat(store.head("a/large")).isEmpty();
            assertThat(store.list("")).extracting(StoredObject::key).containsExactly("there");
            assertThat(store.text("there", 100)).contains("before");
            assertThat(files(disk.folder())).containsExactlyInAnyOrderElementsOf(before);
            // A client that hears nothing sends again; of what is not there nobody is told.
            assertThat(told).extracting(PutEvents.Put::key).containsOnly("there");
            disk.free();
            assertThat(store.putIfAbsent("a/large", large, "video/mp4", Map.of("k", "v")))
                    .isTrue();
            Path back = folder.resolve("back");
            assertThat(store.download("a/large", back)).containsEntry("k", "v");
            assertThat(back).hasSameBinaryContentAs(large);
        }
    }

    private static Aws reach(URI server) {
        return new Aws(
                "us-east-1", Optional.of(server), Optional.of(server), Optional.of("local"), Optional.of("secret"));
    }

    private static byte[] random(int bytes) {
        byte[] some = new byte[bytes];
        new Random(2).nextBytes(some);
        return some;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
