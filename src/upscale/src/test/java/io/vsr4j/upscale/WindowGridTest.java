package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowGridTest {
    @Test
    void startsAtMultiplesOfTheStrideAndEndsFull() {
        assertThat(new WindowGrid(20, List.of(0), 8, 2, 0).touching(0, 20))
                .containsExactly(new Window(0, 8), new Window(6, 8), new Window(12, 8));
        assertThat(new WindowGrid(21, List.of(0), 8, 2, 1).touching(0, 21))
                .containsExactly(new Window(0, 8), new Window(6, 8), new Window(12, 8), new Window(13, 8));
    }

    @Test
    void restartsAtEachCut() {
        assertThat(new WindowGrid(15, List.of(0, 3, 12), 8, 4, 2).touching(0, 15))
                .containsExactly(new Window(0, 3), new Window(3, 8), new Window(4, 8), new Window(12, 3));
    }

    @Test
    void everyFrameIsMadeFromTheSameSharesWhateverTheChunks() {
        Random random = new Random(7);
        for (int round = 0; round < 3000; round++) {
            int frames = 1 + random.nextInt(random.nextBoolean() ? 12 : 200);
            int length = 1 + random.nextInt(random.nextBoolean() ? 6 : 60);
            int overlap = random.nextInt(length);
            List<Integer> shots = new ArrayList<>(List.of(0));
            for (int f = 1; f < frames; f++) {
                if (random.nextInt(20) == 0) {
                    shots.add(f);
                }
            }
            WindowGrid grid = new WindowGrid(frames, shots, length, overlap, random.nextInt(overlap + 1));
            String what = frames + " frames, windows of " + length + " sharing " + overlap + ", shots " + shots;
            Set<Window> all = new LinkedHashSet<>(grid.touching(0, frames));
            int chunk = 1 + random.nextInt(frames);
            List<Integer> written = new ArrayList<>();
            for (Chunk c : Chunk.cover(0, frames, chunk)) {
                List<Window> windows = grid.touching(c.first(), c.end());
                assertThat(all).as(what).containsAll(windows);
                for (int f = c.first(); f < c.end(); f++) {
                    written.add(f);
                    double sum = 0;
                    int shot = shotOf(shots, f);
                    for (WindowGrid.Share share : grid.sharesOf(f)) {
                        assertThat(windows).as(what).contains(share.window());
                        assertThat(f)
                                .as(what)
                                .isBetween(
                                        share.window().first(), share.window().end() - 1);
                        assertThat(shotOf(shots, share.window().first()))
                                .as(what)
                                .isEqualTo(shot);
                        assertThat(shotOf(shots, share.window().end() - 1))
                                .as(what)
                                .isEqualTo(shot);
                        sum += share.weight();
                    }
                    assertThat(sum).as(what).isCloseTo(1, within(1e-12));
                }
            }
            assertThat(written)
                    .as(what)
                    .isEqualTo(IntStream.range(0, frames).boxed().toList());
        }
    }

    @Test
    void windowsAreFullUnlessTheShotIsShorter() {
        for (int frames = 1; frames < 40; frames++) {
            for (int length = 1; length < 12; length++) {
                for (int overlap = 0; overlap < length; overlap++) {
                    for (Window window :
                            new WindowGrid(frames, List.of(0), length, overlap, overlap).touching(0, frames)) {
                        assertThat(window.frames()).isEqualTo(Math.min(length, frames));
                        assertThat(window.end()).isLessThanOrEqualTo(frames);
                    }
                }
            }
        }
    }

    @Test
    void usesAWindowOnlyForFramesThatItHasAShareIn() {
        WindowGrid grid = new WindowGrid(26, List.of(0), 16, 6, 2);
        // The first two of the six shared frames belong to the first window alone.
        assertThat(grid.touching(10, 12)).containsExactly(new Window(0, 16));
        assertThat(grid.sharesOf(12)).hasSize(2);
        assertThat(grid.touching(14, 16)).containsExactly(new Window(10, 16));
    }

    @Test
    void refusesImpossibleGrids() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowGrid(10, List.of(0), 4, 4, 0))
                .withMessageContaining("0..3")
                .withMessageContaining("got 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowGrid(10, List.of(0), 4, 2, 3))
                .withMessageContaining("0..2");
        assertThatIllegalArgumentException().isThrownBy(() -> new WindowGrid(0, List.of(0), 4, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WindowGrid(10, List.of(0, 10), 4, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new WindowGrid(10, List.of(2), 4, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Chunk.cover(0, 10, 0));
    }

    private static int shotOf(List<Integer> shots, int frame) {
        int shot = 0;
        while (shot + 1 < shots.size() && shots.get(shot + 1) <= frame) {
            shot++;
        }
        return shot;
    }
}
