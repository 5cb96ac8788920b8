package io.vsr4j.functions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.store.StubS3.Twist;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObjectChannelTest {
    private static final int BYTES = 1_000_003;
    private static final int SMALL = 1 << 18;

    private final byte[] video = new byte[BYTES];
    private StubS3 server;
    private ObjectSource source;

    @BeforeEach
    void open() throws IOException {
        server = new StubS3();
        new Random(1).nextBytes(video);
        String eTag = server.put("incoming/a.mp4", video).eTag();
        source = new ObjectSource(server.store(), "incoming/a.mp4", BYTES, eTag, Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] read(SeekableByteChannel channel, int count) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(count);
        while (into.hasRemaining() && channel.read(into) >= 0) {
            continue;
        }
        return Arrays.copyOf(into.array(), into.position());
    }

    private List<String> ranges() {
        return server.asked().stream().map(a -> a.headers().getFirst("Range")).toList();
    }

    @Test
    void itIsReadInOrderInBlocksThatGrow() throws IOException {
        try (SeekableByteChannel channel = source.open()) {
            assertThat(channel.size()).isEqualTo(BYTES);
            assertThat(read(channel, BYTES + 1)).isEqualTo(video);
            assertThat(channel.position()).isEqualTo(BYTES);
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(ranges()).containsExactly("bytes=0-262143", "bytes=262144-786431", "bytes=786432-" + (BYTES - 1));
        assertThat(server.asked())
                .allMatch(a -> source.eTag().equals(a.headers().getFirst("If-Match")));
    }

    @Test
    void aJumpReadsASmallBlockAndOneWithinABlockReadsNothing() throws IOException {
        try (SeekableByteChannel channel = source.open()) {
            assertThat(channel.position(BYTES - 10)).isSameAs(channel);
            assertThat(read(channel, 100)).isEqualTo(Arrays.copyOfRange(video, BYTES - 10, BYTES));
            channel.position(500_000);
            assertThat(read(channel, 7)).isEqualTo(Arrays.copyOfRange(video, 500_000, 500_007));
            channel.position(500_001);
            assertThat(read(channel, 7)).isEqualTo(Arrays.copyOfRange(video, 500_001, 500_008));
            channel.position(499_999);
            assertThat(read(channel, 2)).isEqualTo(Arrays.copyOfRange(video, 499_999, 500_001));
        }
        assertThat(ranges())
                .containsExactly(
                        "bytes=" + (BYTES - 10) + "-" + (BYTES - 1),
                        "bytes=500000-" + (500_000 + SMALL - 1),
                        "bytes=499999-" + (499_999 + SMALL - 1));
    }

    @Test
    void behindItsEndIsNothing() throws IOException {
        try (SeekableByteChannel channel = source.open()) {
            channel.position(BYTES + 5L);
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(channel.position()).isEqualTo(BYTES + 5L);
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void itIsForReading() throws IOException {
        SeekableByteChannel channel = source.open();
        assertThatThrownBy(() -> channel.position(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(NonWritableChannelException.class);
        assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
        channel.close();
        assertThat(channel.isOpen()).isFalse();
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aSourceThatIsReplacedOrDeletedMeanwhileIsNoLongerRead() throws IOException {
        try (SeekableByteChannel channel = source.open()) {
            read(channel, 10);
            server.put("incoming/a.mp4", "another");
            channel.position(SMALL);
            assertThatThrownBy(() -> read(channel, 10))
                    .isInstanceOf(SourceChangedException.class)
                    .hasMessage("s3://videos/incoming/a.mp4 was replaced while its job was at work;"
                            + " put it again to start a new job");
            server.objects().clear();
            assertThatThrownBy(() -> read(channel, 10))
                    .isInstanceOf(SourceChangedException.class)
                    .hasMessageContaining("was deleted");
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAskedForAgain() throws IOException {
        server.next(StubS3.breaksOff(), StubS3.breaksOff());
        try (SeekableByteChannel channel = source.open()) {
            assertThat(read(channel, BYTES)).isEqualTo(video);
            server.next(StubS3.breaksOff(), StubS3.breaksOff(), StubS3.breaksOff());
            channel.position(100);
            assertThatThrownBy(() -> read(channel, 10))
                    .isInstanceOf(NotNowException.class)
                    .hasMessageStartingWith("cannot read s3://videos/incoming/a.mp4 at 100: ");
            assertThat(read(channel, 10)).isEqualTo(Arrays.copyOfRange(video, 100, 110));
        }
    }

    @Test
    void aServerThatGivesOtherBytesThanWereAskedForIsNotBelieved() throws IOException {
        Twist all = (exchange, deed) -> () -> {
            exchange.sendResponseHeaders(200, BYTES);
            exchange.getResponseBody().write(video);
        };
        server.next(all, all, all);
        try (SeekableByteChannel channel = source.open()) {
            channel.position(1000);
            assertThatThrownBy(() -> read(channel, 10)).hasMessageContaining("asked for bytes from 1000 on, got all");
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNoFaultOfTheWorkAndARefusalIs() throws IOException {
        try (SeekableByteChannel channel = source.open()) {
            server.next(
                    Collections.nCopies(4, StubS3.answers(500, "InternalError")).toArray(Twist[]::new));
            assertThatThrownBy(() -> read(channel, 10)).isInstanceOf(NotNowException.class);
            read(channel, 10);
            server.next(StubS3.answers(403, "AccessDenied"));
            channel.position(900_000);
            assertThatThrownBy(() -> read(channel, 10))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotNowException.class)
                    .isNotInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void aVersionThatIsKeptIsTheOneThatIsRead() throws IOException {
        ObjectSource version = new ObjectSource(source.store(), source.key(), BYTES, source.eTag(), Optional.of("v1"));
        try (SeekableByteChannel channel = version.open()) {
            read(channel, 10);
        }
        assertThat(server.asked()).singleElement().satisfies(a -> assertThat(a.query())
                .contains("versionId=v1"));
    }
}
