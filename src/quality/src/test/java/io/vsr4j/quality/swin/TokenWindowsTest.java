package io.vsr4j.quality.swin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenWindowsTest {
    /** The index that the original stores along with its weights. */
    @ParameterizedTest
    @CsvSource({"a,2", "b,4"})
    void pairsAreThoseOfTheOriginal(String which, int time) throws Exception {
        int[] full = {time, 3, 3};
        TokenWindows windows = new TokenWindows(new int[] {99, 99, 99}, full, false);
        int n = time * 9;
        Path file = Path.of("src/test/resources/fixtures/iqa/dover_" + which + ".weights.safetensors");
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Weights weights = Weights.open(file)) {
            String name = "technical_backbone.layers.0.blocks.0.attn.relative_position_index";
            long[] stored = weights.load(scope, name, new Shape(n, n)).toLongArray();
            assertThat(windows.pairs()).isEqualTo(stored);
        }
    }

    @Test
    void publishedWindowsFitThePublishedMap() {
        TokenWindows windows = new TokenWindows(new int[] {16, 56, 56}, new int[] {8, 7, 7}, true);
        assertThat(windows.shift()).containsExactly(4, 3, 3);
        assertThat(windows.padded()).containsExactly(16, 56, 56);
        assertThat(windows.count()).isEqualTo(128);
        assertThat(windows.tokens()).isEqualTo(392);
        assertThat(windows.pairs()[0]).isEqualTo((15 * 13 * 13 - 1) / 2);
        assertThat(windows.pairs()).contains(0, 15 * 13 * 13 - 1);
    }

    @Test
    void windowsAreCutDownToTheMapAndNotShiftedThere() {
        TokenWindows windows = new TokenWindows(new int[] {16, 7, 9}, new int[] {8, 7, 7}, true);
        assertThat(windows.window()).containsExactly(8, 7, 7);
        assertThat(windows.shift()).containsExactly(4, 0, 3);
        assertThat(windows.padded()).containsExactly(16, 7, 14);
    }

    /** Unshifted windows of a map of 4 windows a side: fragments are 4 tokens long, and windows 3. */
    @Test
    void fragmentsCrossWindows() {
        TokenWindows windows = new TokenWindows(new int[] {1, 12, 12}, new int[] {1, 3, 3}, false);
        float[] places = windows.places();
        for (int w = 0; w < windows.count(); w++) {
            for (int token = 0; token < 9; token++) {
                int row = w / 4 * 3 + token / 3;
                int column = w % 4 * 3 + token % 3;
                int at = (w * 9 + token) * 3;
                assertThat(places[at]).isZero();
                assertThat(places[at + 1]).isEqualTo(row / 4);
                assertThat(places[at + 2]).isEqualTo(column / 4);
            }
        }
    }
}
