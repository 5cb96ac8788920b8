package io.vsr4j.quality.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedClipTest {
    private static final Protocol WHOLE = new Protocol(0, Crop.NONE, OptionalInt.empty(), new BicubicDegradation(), "");

    @TempDir
    Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void theFactorIsThatOfTheSizesAndAVideoPairsWithPictures() throws IOException {
        DataClip clip = pair(
                Clips.video(folder.resolve("gt.mkv"), 38, 26, 3, Clips::moving),
                Clips.pictures(folder.resolve("lq"), 12, 8, 3, Clips::moving));

        try (PreparedClip prepared = open(clip, WHOLE)) {
            assertThat(prepared.scale()).isEqualTo(3);
            assertSize(prepared.input(), 12, 8, 3);
            assertSize(prepared.reference().orElseThrow(), 36, 24, 3);
            Picture third = frame(prepared.reference().orElseThrow(), 2);
            assertThat(Clips.sample(third, 1, 35, 23)).isEqualTo(Clips.moving(2, 1, 35, 23));
        }
    }

    @Test
    void sidesOfOneSizeHaveFactorOne() throws IOException {
        DataClip clip = pair(
                Clips.pictures(folder.resolve("gt"), 20, 12, 2, Clips::moving),
                Clips.pictures(folder.resolve("lq"), 20, 12, 2, (t, c, x, y) -> 7));

        try (PreparedClip prepared = open(clip, WHOLE)) {
            assertThat(prepared.scale()).isEqualTo(1);
            assertThat(Clips.sample(frame(prepared.input(), 0), 0, 3, 3)).isEqualTo(7);
        }
    }

    @Test
    void bothSidesAreCutAtTheSamePlaceInTheMiddle() throws IOException {
        DataClip clip = pair(
                Clips.pictures(folder.resolve("gt"), 40, 32, 2, Clips::moving),
                Clips.pictures(folder.resolve("lq"), 20, 16, 2, Clips::moving));

        try (PreparedClip prepared = open(clip, new Protocol(1, new Crop(16, 100), OptionalInt.empty(), null, ""))) {
            assertSize(prepared.input(), 8, 16, 1);
            assertSize(prepared.reference().orElseThrow(), 16, 32, 1);
            assertThat(Clips.sample(frame(prepared.input(), 0), 2, 0, 5)).isEqualTo(Clips.moving(0, 2, 6, 5));
            assertThat(Clips.sample(frame(prepared.reference().orElseThrow(), 0), 2, 1, 30))
                    .isEqualTo(Clips.moving(0, 2, 13, 30));
        }
    }

    @Test
    void withoutInputTheReferenceIsReducedAndARemainderIsCutOff() throws IOException {
        // A ramp stays a ramp: the pixel that stands for 4 has their middle's value.
        Path reference = Clips.pictures(folder.resolve("gt"), 50, 43, 2, (t, c, x, y) -> 2 * x + 2 * y + c);

        try (PreparedClip prepared = open(new DataClip("a", Optional.of(reference), Optional.empty(), ""), WHOLE)) {
            assertThat(prepared.scale()).isEqualTo(4);
            assertSize(prepared.input(), 12, 10, 2);
            assertSize(prepared.reference().orElseThrow(), 48, 40, 2);
            Picture small = frame(prepared.input(), 1);
            assertThat(Clips.sample(small, 1, 5, 4)).isEqualTo((int) (2 * 21.5 + 2 * 17.5 + 1));
            assertThat(Clips.sample(small, 0, 6, 5)).isEqualTo((int) (2 * 25.5 + 2 * 21.5));
        }
    }

    @Test
    void thePapersDegradationFollowsSeedAndClip() throws IOException {
        Path reference = Clips.pictures(folder.resolve("gt"), 66, 42, 3, Clips::moving);
        byte[] frame = degraded(reference, "a", 1);

        assertThat(degraded(reference, "a", 1)).isEqualTo(frame);
        assertThat(degraded(reference, "a", 2)).isNotEqualTo(frame);
        assertThat(degraded(reference, "b", 1)).isNotEqualTo(frame);
    }

    private byte[] degraded(Path reference, String name, long seed) throws IOException {
        DataClip clip = new DataClip(name, Optional.of(reference), Optional.empty(), "");
        Degradation degradation = Degradation.of("realbasicvsr", seed);
        try (PreparedClip prepared = open(clip, new Protocol(0, Crop.NONE, OptionalInt.empty(), degradation, ""))) {
            assertSize(prepared.input(), 16, 10, 3);
            byte[] bytes = new byte[3 * 16 * 10];
            frame(prepared.input(), 2).data().get(0, bytes);
            return bytes;
        }
    }

    @Test
    void differentCountsAreRefusedUnlessEnoughIsThere() throws IOException {
        DataClip clip = pair(
                Clips.pictures(folder.resolve("gt"), 16, 16, 4, Clips::moving),
                Clips.pictures(folder.resolve("lq"), 8, 8, 3, Clips::moving));

        assertThatThrownBy(() -> open(clip, WHOLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the reference has 4 frames and the input 3");
        try (PreparedClip prepared = open(clip, new Protocol(3, Crop.NONE, OptionalInt.empty(), null, ""))) {
            assertSize(prepared.input(), 8, 8, 3);
            assertSize(prepared.reference().orElseThrow(), 16, 16, 3);
        }
    }

    @Test
    void sizesThatDoNotBelongTogetherAreRefused() throws IOException {
        Path large = Clips.pictures(folder.resolve("large"), 40, 40, 1, Clips::moving);
        Path small = Clips.pictures(folder.resolve("small"), 10, 12, 1, Clips::moving);

        assertThatThrownBy(() -> open(pair(large, small), WHOLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("40x40")
                .hasMessageContaining("10x12");
        assertThatThrownBy(() -> open(pair(small, large), WHOLE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("are both sides exchanged?");
    }

    @Test
    void withoutReferenceTheSetSaysTheFactor() throws IOException {
        Path input = Clips.pictures(folder.resolve("lq"), 8, 8, 2, Clips::moving);

        try (PreparedClip prepared = open(new DataClip("a", Optional.empty(), Optional.of(input), ""), WHOLE)) {
            assertThat(prepared.scale()).isEqualTo(4);
            assertThat(prepared.reference()).isEmpty();
        }
    }

    private static DataClip pair(Path reference, Path input) {
        return new DataClip("a", Optional.of(reference), Optional.of(input), "");
    }

    private PreparedClip open(DataClip clip, Protocol protocol) throws IOException {
        return PreparedClip.open(new DataSet("set", folder, List.of(clip)), clip, protocol, scope, folder);
    }

    private static void assertSize(FrameSource frames, int width, int height, int count) {
        assertThat(frames.video().width()).isEqualTo(width);
        assertThat(frames.video().height()).isEqualTo(height);
        assertThat(frames.video().frames().count()).isEqualTo(count);
    }

    private static Picture frame(FrameSource frames, int index) {
        Picture picture = frames.video().newPicture();
        frames.seek(index);
        frames.read(picture);
        return picture;
    }
}
