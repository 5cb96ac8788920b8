package io.vsr4j.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.store.StubS3.Twist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    private static final Twist BUSY = StubS3.answers(409, "ConditionalRequestConflict");
    private static final Twist FORBIDDEN = StubS3.answers(403, "AccessDenied");
    private static final Twist DOWN = StubS3.answers(503, "SlowDown");

    @TempDir
    Path folder;

    private StubS3 server;
    private ObjectStore store;

    @BeforeEach
    void open() throws IOException {
        server = new StubS3();
        store = server.store();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPutWhoseAnswerIsLostMeetsItsOwnObject() throws IOException {
        server.next(StubS3.unanswered());
        assertThat(store.putIfAbsent("a", "mine")).isFalse();
        assertThat(server.text("a")).isEqualTo("mine");
        assertThat(server.asked("PUT")).isEqualTo(2);
    }

    @Test
    void aFilePutIsSentAgainWholeWhenItsAnswerIsLost() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[100_000]);
        server.next(DOWN, StubS3.unanswered());
        assertThat(store.putIfAbsent("a", file, "video/mp4", Map.of("k", "v"))).isFalse();
        assertThat(server.objects().get("a").bytes()).hasSize(100_000);
        assertThat(server.asked()).allMatch(a -> "v".equals(a.headers().getFirst("x-amz-meta-k")));
    }

    @Test
    void whatIsThereStays() throws IOException {
        server.put("a", "other");
        assertThat(store.putIfAbsent("a", "mine")).isFalse();
        assertThat(server.text("a")).isEqualTo("other");
    }

    @Test
    void whileSomebodyElseIsJustPuttingItIsTriedAgain() throws IOException {
        server.next(BUSY, BUSY, BUSY);
        assertThat(store.putIfAbsent("a", "mine")).isTrue();
        assertThat(server.asked("PUT")).isEqualTo(4);
        // If the other one succeeds after all, there is an object.
        server.next(BUSY, StubS3.after(() -> server.put("b", "other")));
        assertThat(store.putIfAbsent("b", "mine")).isFalse();
        assertThat(server.text("b")).isEqualTo("other");
    }

    @Test
    void somebodyWhoIsPuttingForEverIsNoFaultOfTheWork() {
        server.next(Collections.nCopies(4, BUSY).toArray(Twist[]::new));
        assertThatThrownBy(() -> store.putIfAbsent("a", "mine"))
                .isInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot write a in bucket videos: ");
        assertThat(server.objects()).isEmpty();
    }

    @Test
    void aRefusalSaysWhatWasWantedAndCounts() {
        server.next(FORBIDDEN);
        assertThatThrownBy(() -> store.put("a", "mine"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot write a in bucket videos: ")
                .hasMessageContaining("403");
        server.next(FORBIDDEN);
        assertThatThrownBy(() -> store.text("a", 10))
                .isNotInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot read a in bucket videos: ");
        server.next(FORBIDDEN);
        assertThatThrownBy(() -> store.list("x/"))
                .isNotInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot list x/ in bucket videos: ");
    }

    @Test
    void aServerThatFailsIsAskedAgainAndThenIsNoFaultOfTheWork() throws IOException {
        server.next(DOWN, DOWN);
        store.put("a", "mine");
        assertThat(server.asked("PUT")).isEqualTo(3);
        server.next(Collections.nCopies(5, DOWN).toArray(Twist[]::new));
        assertThatThrownBy(() -> store.put("b", "mine"))
                .isInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot write b in bucket videos: ");
    }

    @Test
    void whatIsNotThereIsNoError() throws IOException {
        assertThat(store.head("a")).isEmpty();
        assertThat(store.exists("a")).isFalse();
        assertThat(store.text("a", 10)).isEmpty();
        assertThatThrownBy(() -> store.download("a", folder.resolve("a")))
                .isNotInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot read a in bucket videos: ");
    }

    @Test
    void aTextThatIsTooLongIsRefused() throws IOException {
        server.put("a", "0123456789");
        assertThat(store.text("a", 10)).contains("0123456789");
        assertThatThrownBy(() -> store.text("a", 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("s3://videos/a has more than 9 bytes; it must be smaller");
    }

    @Test
    void anAnswerThatBreaksOffIsNoFaultOfTheWork() {
        server.put("a", "0123456789");
        server.next(StubS3.breaksOff());
        assertThatThrownBy(() -> store.text("a", 1000)).isInstanceOf(NotNowException.class);
        server.next(StubS3.breaksOff());
        assertThatThrownBy(() -> store.download("a", folder.resolve("a")))
                .isInstanceOf(NotNowException.class)
                .hasMessageStartingWith("cannot read a in bucket videos: ");
    }

    @Test
    void aListHasAllPages() throws IOException {
        for (int i = 0; i < 8; i++) {
            server.put("a/" + i, "x".repeat(i));
        }
        server.put("b", "");
        assertThat(store.list("a/"))
                .extracting(StoredObject::key, StoredObject::bytes)
                .hasSize(8)
                .contains(org.assertj.core.groups.Tuple.tuple("a/7", 7L));
        assertThat(server.asked("GET")).isEqualTo(3);
    }
}
