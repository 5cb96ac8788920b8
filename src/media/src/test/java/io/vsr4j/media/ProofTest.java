package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not be published is not. */
class ProofTest {
    @TempDir
    Path dir;

    private Path source;
    private VideoInfo video;
    private List<Path> chunks;
    private Path out;

    @BeforeEach
    void encode() throws IOException {
        source = Clips.make(
                dir,
                "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1.2"
                        + " -f lavfi -i sine=duration=1.2:sample_rate=48000 -c:v libx264 -c:a ac3 source.mkv");
        video = Clips.probe(source);
        OutputVideo output = OutputVideo.of(video, 64, 48, video.format());
        chunks = new ArrayList<>(Clips.chunks(dir, output, EncodeSettings.of(Codec.H264), video.frames(), 10));
        out = dir.resolve("out.mkv");
    }

    private void joinFails(String message) {
        assertThatThrownBy(() -> Joiner.join(JoinPlan.of(source, video), chunks, out, false))
                .isInstanceOf(BrokenOutputException.class)
                .hasMessageContaining(message);
        assertThat(out).doesNotExist();
        assertThat(dir.toFile().list((d, name) -> name.endsWith(".part"))).isEmpty();
    }

    @Test
    void aMissingChunk() {
        chunks.remove(1);
        joinFails("expected a frame at 400, found one at 800");
    }

    @Test
    void aMissingLastChunk() {
        chunks.remove(2);
        joinFails("expected 30 frames, found 20 in 2 chunks");
    }

    @Test
    void aChunkFileThatIsGone() throws Exception {
        Files.delete(chunks.get(1));
        joinFails(chunks.get(1) + " is missing");
    }

    @Test
    void swappedChunks() {
        chunks.add(0, chunks.remove(1));
        joinFails("expected a frame at 0, found one at 400");
    }

    @Test
    void aChunkTwice() {
        chunks.add(chunks.get(2));
        joinFails("expected no more frames");
    }

    @Test
    void aTruncatedChunk() throws Exception {
        byte[] bytes = Files.readAllBytes(chunks.get(1));
        for (int length : new int[] {0, 5, 40, bytes.length / 2, bytes.length - 1}) {
            Files.write(chunks.get(1), Arrays.copyOf(bytes, length));
            joinFails("is damaged: ");
        }
    }

    @Test
    void aChunkWithOneWrongBit() throws Exception {
        byte[] bytes = Files.readAllBytes(chunks.get(1));
        bytes[bytes.length - 100] ^= 4;
        Files.write(chunks.get(1), bytes);
        joinFails("is damaged: its checksum does not match");
    }

    @Test
    void chunksOfOtherSettings() throws Exception {
        OutputVideo output = OutputVideo.of(video, 64, 48, video.format());
        EncodeSettings other = EncodeSettings.of(Codec.H264).withPreset("ultrafast");
        chunks.set(1, Clips.chunk(dir.resolve("other"), output, other, video.frames(), 10, 20));
        joinFails("was encoded otherwise than");
    }

    /** Joins, changes the file, and proves it against what was written. */
    private void proofFails(Change change, String message) throws IOException {
        Path part = dir.resolve("written.mkv");
        try (ChunkSet set = new ChunkSet(chunks, JoinPlan.of(source, video));
                JoinSource from = new JoinSource(MediaSource.of(source), JoinPlan.of(source, video), false);
                OutputFile file = new OutputFile(part, out, Container.MKV);
                JoinOutput output = new JoinOutput(
                        JoinPlan.of(source, video), set, from, Set.of(), Container.MKV, file, out, new ArrayList<>())) {
            Joiner.copy(output, set);
            file.finish();
            Proof.check(part, out, Container.MKV, output.videoFacts(), output.copyFacts());
            Path changed = change.of(part);
            assertThatThrownBy(() -> Proof.check(changed, out, Container.MKV, output.videoFacts(), output.copyFacts()))
                    .isInstanceOf(BrokenOutputException.class)
                    .hasMessageStartingWith(out + ": expected ")
                    .hasMessageContaining(message);
        }
    }

    private interface Change {
        Path of(Path written) throws IOException;
    }

    @Test
    void aTruncatedFile() throws Exception {
        proofFails(
                part -> {
                    byte[] bytes = Files.readAllBytes(part);
                    return Files.write(dir.resolve("cut.mkv"), Arrays.copyOf(bytes, bytes.length * 2 / 3));
                },
                "frames: 30, found ");
    }

    @Test
    void aDroppedPacketOfSound() throws Exception {
        proofFails(
                part -> Clips.make(
                        dir,
                        "-copyts -i written.mkv -map 0 -c copy -bsf:a noise=drop=eq(n\\,7) -avoid_negative_ts disabled dropped.mkv"),
                "packets of stream 1 (ac3): ");
    }

    @Test
    void aChangedPacketOfSound() throws Exception {
        proofFails(
                part -> {
                    byte[] bytes = Files.readAllBytes(part);
                    int at = lastOf(bytes, (byte) 0x0b, (byte) 0x77); // begins a frame of AC-3
                    bytes[at + 40] ^= 1;
                    return Files.write(dir.resolve("changed.mkv"), bytes);
                },
                "bytes of stream 1 (ac3) by checksum: ");
    }

    @Test
    void aStreamTooFew() throws Exception {
        proofFails(
                part -> Clips.make(
                        dir, "-copyts -i written.mkv -map 0:v -c copy -avoid_negative_ts disabled dropped.mkv"),
                "streams: [h264, ac3], found [h264]");
    }

    @Test
    void aFrameAtAnotherTime() throws Exception {
        proofFails(
                part -> Clips.make(
                        dir,
                        "-copyts -i written.mkv -map 0 -c copy -bsf:v setts=pts=PTS-eq(PTS\\,1160)*7 -avoid_negative_ts disabled moved.mkv"),
                "packet 29 of the video at 1160 in units of 1/1000 s, found 1153");
    }

    @Test
    void anotherFramesBytes() throws Exception {
        proofFails(
                part -> Clips.make(
                        dir,
                        "-copyts -i written.mkv -map 0 -c:a copy -c:v libx264 -bf 0 -qp 40 -avoid_negative_ts disabled again.mkv"),
                "bytes of the video by checksum: ");
    }

    private static int lastOf(byte[] bytes, byte first, byte second) {
        for (int at = bytes.length - 2; at >= 0; at--) {
            if (bytes[at] == first && bytes[at + 1] == second && at + 40 < bytes.length) {
                return at;
            }
        }
        throw new AssertionError("no such bytes");
    }
}
