package io.vsr4j.training.critic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealClipsTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    /** Frames that are known by their grey. */
    private NDArray greys(int count, int first) {
        return scope.arange((float) first, first + count)
                .reshape(count, 1, 1, 1)
                .broadcast(count, 3, 4, 4);
    }

    private static float[] greysOf(NDArray clip) {
        return clip.get(":, 0, 0, 0").toFloatArray();
    }

    @Test
    void labelsAreThoseOfThePaper() {
        Map<String, List<Integer>> labels = Map.of(
                "STUDENT", List.of(-1, -1),
                "VIDEO", List.of(0, 1),
                "SHUFFLED", List.of(0, -1),
                "STILL", List.of(1, 1),
                "UNRELATED", List.of(1, -1));
        for (ClipKind kind : ClipKind.values()) {
            assertThat(List.of(kind.detail(), kind.consistency()))
                    .as("%s", kind)
                    .isEqualTo(labels.get(kind.name()));
        }
    }

    @Test
    void makesEachKindOfItsFrames() {
        Map<ClipKind, NDArray> clips = RealClips.of(greys(5, 0), greys(6, 10), new Random(1));
        assertThat(clips).containsOnlyKeys(ClipKind.VIDEO, ClipKind.SHUFFLED, ClipKind.STILL, ClipKind.UNRELATED);
        assertThat(clips.values())
                .allSatisfy(clip -> assertThat(clip.getShape()).isEqualTo(new Shape(5, 3, 4, 4)));
        assertThat(greysOf(clips.get(ClipKind.VIDEO))).containsExactly(0, 1, 2, 3, 4);
        assertThat(greysOf(clips.get(ClipKind.SHUFFLED))).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertThat(greysOf(clips.get(ClipKind.STILL))).containsExactly(10, 10, 10, 10, 10);
        assertThat(greysOf(clips.get(ClipKind.UNRELATED))).containsExactly(11, 12, 13, 14, 15);
    }

    /** A video that runs backwards is as steady as one that runs forwards. */
    @Test
    void disorderBreaksTheMotion() {
        for (int seed = 0; seed < 50; seed++) {
            List<Integer> order = RealClips.disorder(3, new Random(seed));
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(order).isNotEqualTo(Arrays.asList(0, 1, 2)).isNotEqualTo(Arrays.asList(2, 1, 0));
        }
        assertThat(RealClips.disorder(9, new Random(7))).isEqualTo(RealClips.disorder(9, new Random(7)));
    }

    @Test
    void tooFewFramesOrPicturesAreRefused() {
        assertThatThrownBy(() -> RealClips.of(greys(2, 0), greys(3, 0), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 3")
                .hasMessageContaining("got 2");
        assertThatThrownBy(() -> RealClips.of(greys(5, 0), greys(5, 0), new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 pictures");
    }
}
