package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in whatever way, and the runs after them. */
class ResumeTest {
    private static final int FRAMES = 30;

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void makeInput() throws IOException {
        Random random = new Random(1);
        int[] texture = random.ints(64 * 64, 40, 200).toArray();
        in = Clip.write(
                folder.resolve("in.mkv"),
                PixelFormat.YUV420P,
                new ColourTags(1, 1, 1, 1, 1),
                48,
                32,
                FRAMES,
                (f, p, x, y) -> texture[(y + p * 7) % 64 * 64 + (x + f) % 64]);
        out = folder.resolve("out.mkv");
    }

    private UpscaleReport run(Consumer<Settings> change, boolean resume) throws IOException {
        return Jobs.run(in, out, change, resume);
    }

    private void stopAfter(int frames, Consumer<Settings> change) {
        Jobs.stopAfter(frames, in, out, change);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aStoppedRunGoesOnWhereItWas() throws Exception {
        run(s -> {}, false);
        List<Long> expected = Clip.hashes(out);
        Files.delete(out);
        stopAfter(9, s -> s.chunkFrames = 4);
        assertThat(names()).containsExactly("in.mkv", "out.mkv.vsr-work");
        UpscaleReport report = run(s -> s.chunkFrames = 4, true);
        assertThat(report.reused()).isGreaterThanOrEqualTo(8);
        assertThat(Clip.hashes(out)).isEqualTo(expected);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void finishedWorkIsNotThrownAwayWithoutBeingAsked() {
        stopAfter(9, s -> s.chunkFrames = 4);
        assertThatThrownBy(() -> run(s -> s.chunkFrames = 4, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--resume")
                .hasMessageContaining("out.mkv.vsr-work");
    }

    @Test
    void otherSettingsAreNotResumed() throws Exception {
        stopAfter(9, s -> s.chunkFrames = 4);
        assertThatThrownBy(() -> run(
                        s -> {
                            s.chunkFrames = 4;
                            s.model = "lanczos";
                            s.seed = 5;
                        },
                        true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("model id is \"lanczos\", was \"bicubic\"")
                .hasMessageContaining("model seed is 5, was 0");
        // Another input of the same name is another source.
        makeOtherInput();
        assertThatThrownBy(() -> run(s -> s.chunkFrames = 4, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("source sha256");
        assertThat(names()).containsExactly("in.mkv", "out.mkv.vsr-work");
    }

    private void makeOtherInput() throws IOException {
        Clip.write(
                in,
                PixelFormat.YUV420P,
                new ColourTags(1, 1, 1, 1, 1),
                48,
                32,
                FRAMES,
                (f, p, x, y) -> 16 + (x * 5 + y * 3 + f) % 200);
    }

    @Test
    void aPlanThatWasChangedIsNotResumed() throws Exception {
        stopAfter(9, s -> s.chunkFrames = 4);
        Path plan = folder.resolve("out.mkv.vsr-work/plan.json");
        String whole = Files.readString(plan);
        String withoutModel = whole.replaceFirst("(?s)\"model\": \\{.*?\\},", "");
        assertThat(withoutModel).isNotEqualTo(whole);
        for (String changed :
                List.of(withoutModel, whole.substring(0, 50), whole.replace("\"depth\": 8", "\"depth\": 99"))) {
            Files.writeString(plan, changed);
            assertThatThrownBy(() -> run(s -> s.chunkFrames = 4, true))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("cannot resume");
        }
        Files.write(plan, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> run(s -> s.chunkFrames = 4, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot resume");
    }

    @Test
    void aDamagedChunkIsNotPublished() throws Exception {
        stopAfter(9, s -> s.chunkFrames = 4);
        Path chunk = folder.resolve("out.mkv.vsr-work/chunk-00001");
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[bytes.length / 2] ^= 4;
        Files.write(chunk, bytes);
        assertThatThrownBy(() -> run(s -> s.chunkFrames = 4, true)).hasMessageContaining("chunk-00001");
        assertThat(out).doesNotExist();
    }

    @Test
    void resumingWhatIsCompleteDoesNothing() throws Exception {
        run(s -> {}, false);
        Object before = Files.getLastModifiedTime(out);
        UpscaleReport report = run(s -> {}, true);
        assertThat(report.reused()).isEqualTo(FRAMES);
        assertThat(Files.getLastModifiedTime(out)).isEqualTo(before);
        assertThatThrownBy(() -> run(s -> s.scale = 3, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("96x64")
                .hasMessageContaining("144x96");
    }

    @Test
    void anOutputOfOtherSettingsIsNotTakenForTheResultOfAnInterruptedRun() throws Exception {
        run(s -> {}, false);
        List<Long> old = Clip.hashes(out);
        Consumer<Settings> other = s -> {
            s.model = "lanczos";
            s.chunkFrames = 4;
        };
        stopAfter(9, other.andThen(s -> s.overwrite = true));

        assertThatThrownBy(() -> run(other, true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--overwrite");
        assertThat(Clip.hashes(out)).isEqualTo(old);
        UpscaleReport report = run(other.andThen(s -> s.overwrite = true), true);
        assertThat(report.reused()).isPositive();
        assertThat(Clip.hashes(out)).isNotEqualTo(old);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void aRunThatEndedInTheJoinLeavesNothingBesideTheOutput() throws Exception {
        Jobs.stopBeforeTheJoin(in, out, s -> s.chunkFrames = 8);
        assertThat(names()).containsExactly("in.mkv", "out.mkv.vsr-work");
        Files.writeString(folder.resolve("out.mkv.vsr-work/.out.mkv.0123.part"), "half a file");

        assertThat(run(s -> s.chunkFrames = 8, true).reused()).isEqualTo(FRAMES);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void aRunThatEndedAfterPublishingIsComplete() throws Exception {
        run(s -> s.chunkFrames = 8, false);
        Path made = Files.move(out, folder.resolve("made.mkv"));
        Jobs.stopBeforeTheJoin(in, out, s -> s.chunkFrames = 8);
        Path joined = Files.move(made, folder.resolve("out.mkv.vsr-work/out.mkv"));
        Files.createLink(out, joined);

        UpscaleReport report = run(s -> s.chunkFrames = 8, true);

        assertThat(report.reused()).isEqualTo(FRAMES);
        assertThat(Clip.hashes(out)).hasSize(FRAMES);
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void aRunThatEndedWhileItRemovedItsWorkIsComplete() throws Exception {
        Jobs.stopBeforeTheJoin(in, out, s -> s.chunkFrames = 8);
        Path left = Files.move(folder.resolve("out.mkv.vsr-work"), folder.resolve("left"));
        run(s -> s.chunkFrames = 8, false);
        Files.delete(left.resolve("plan.json"));
        Files.move(left, folder.resolve("out.mkv.vsr-work"));

        assertThat(run(s -> s.chunkFrames = 8, true).notes()).anyMatch(n -> n.contains("complete already"));
        assertThat(names()).containsExactly("in.mkv", "out.mkv");
    }

    @Test
    void damagedFramesAreCountedOnceWhicheverRunMeetsThem() throws Exception {
        byte[] bytes = Files.readAllBytes(Clip.SAMPLE);
        for (int part = 2; part <= 6; part++) {
            bytes[bytes.length * part / 8] ^= 0x55;
        }
        in = Files.write(folder.resolve("in.mp4"), bytes);
        Files.delete(folder.resolve("in.mkv"));
        int damaged;
        int frames;
        try (FrameReader reader = FrameReader.open(in, MediaLimits.DEFAULT)) {
            frames = reader.video().frames().count();
            Picture picture = reader.video().newPicture();
            for (int i = 0; i < frames; i++) {
                reader.read(picture);
            }
            damaged = reader.damaged();
        }
        assertThat(damaged).isPositive();

        Consumer<Settings> overlapping = s -> {
            s.window = 8;
            s.overlap = 6;
            s.chunkFrames = 12;
            s.scale = 1;
        };
        assertThat(run(overlapping, false).damaged()).isEqualTo(damaged);
        Files.delete(out);
        stopAfter(frames / 2, overlapping);
        UpscaleReport resumed = run(overlapping, true);
        assertThat(resumed.reused()).isPositive();
        assertThat(resumed.damaged()).isEqualTo(damaged);
        assertThat(resumed.notes()).anyMatch(n -> n.startsWith(damaged + " source frames were damaged"));
    }
}
