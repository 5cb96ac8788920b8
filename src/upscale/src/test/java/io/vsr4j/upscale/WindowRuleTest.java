package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowRuleTest {
    private static WindowRule rule(String model) {
        return new WindowRule(ModelRegistry.card(model));
    }

    @Test
    void defaultsAreTheCards() {
        for (ModelCard card : ModelRegistry.cards()) {
            assertThat(new WindowRule(card).overlap(card.windowFrames()))
                    .as(card.id())
                    .hasValue(card.windowOverlap());
        }
    }

    /** With twice its reach shared, a model sees all that matters for every frame that a window counts for. */
    @Test
    void anOverlapOfTwiceTheReachIsExact() {
        ModelCard card = ModelRegistry.card("ultravsr");
        WindowRule rule = new WindowRule(card);
        assertThat(rule.fade(56)).isZero();
        assertThat(rule.fade(62)).isEqualTo(6);
        for (int overlap = 56; overlap < 70; overlap++) {
            for (int frames : new int[] {71, 84, 130, 200}) {
                WindowGrid grid = new WindowGrid(frames, List.of(0), 70, overlap, rule.fade(overlap));
                for (int f = 0; f < frames; f++) {
                    for (WindowGrid.Share share : grid.sharesOf(f)) {
                        Window window = share.window();
                        String what = "overlap " + overlap + ", frame " + f + " of " + frames + " in " + window;
                        assertThat(window.first() == 0 || f - window.first() >= card.temporalReach())
                                .as(what)
                                .isTrue();
                        assertThat(window.end() == frames || window.end() - 1 - f >= card.temporalReach())
                                .as(what)
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void aShorterOverlapIsFadedOverInItsMiddleThird() {
        assertThat(rule("ultravsr").fade(16)).isEqualTo(5);
        assertThat(rule("ultravsr").fade(55)).isEqualTo(18);
        assertThat(rule("adcvsr").fade(5)).isEqualTo(1);
        assertThat(rule("oasis").fade(13)).isEqualTo(4);
        assertThat(rule("oasis").fade(9)).isEqualTo(1);
    }

    /** A causal autoencoder makes the first four frames of a window from one frame alone; the window before has better. */
    @ParameterizedTest
    @ValueSource(strings = {"oasis", "litevsr"})
    void laterWindowsOfCausalModelsWarmUpUnseenAndStartOnWholeGroups(String model) {
        ModelCard card = ModelRegistry.card(model);
        WindowRule rule = new WindowRule(card);
        int windows = 0;
        for (OptionalInt next = OptionalInt.of(card.windowFrames());
                next.isPresent();
                next = rule.shorter(next.getAsInt())) {
            int window = next.getAsInt();
            int overlap = rule.overlap(window).getAsInt();
            rule.check(window, overlap, 1000);
            WindowGrid grid = new WindowGrid(103, List.of(0), window, overlap, rule.fade(overlap));
            List<Window> all = grid.touching(0, 103);
            for (Window later : all.subList(1, all.size())) {
                for (int f = later.first(); f < later.first() + 4; f++) {
                    assertThat(grid.sharesOf(f)).as("%s, frame %d", later, f).noneMatch(share -> share.window()
                            .equals(later));
                }
                assertThat(later.first() % 4 == 0 || later.end() == 103)
                        .as("%s", later)
                        .isTrue();
            }
            windows++;
        }
        assertThat(windows).isGreaterThan(4);
    }

    @Test
    void refusesOverlapsThatBreakGroupsApart() {
        for (int overlap : new int[] {0, 8, 12, 14}) {
            assertThatThrownBy(() -> rule("oasis").check(33, overlap, 100))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("can share 1, 5, ...")
                    .hasMessageContaining("got " + overlap)
                    .hasMessageContaining("--overlap");
        }
        assertThatThrownBy(() -> rule("anime4k").check(4, 4, 10)).hasMessageContaining("0..3");
        rule("oasis").check(33, 17, 100);
        rule("oasis").check(9, 6, 9); // one window overlaps nothing
        rule("adcvsr").check(25, 4, 100);
    }

    /** Fewer shared frames than warming up takes are the user's to choose. */
    @Test
    void anOverlapTooShortToWarmUpInIsASwitch() {
        rule("oasis").check(9, 5, 100);
        assertThat(rule("oasis").fade(5)).isZero();
        assertThat(rule("oasis").showsWarmUp(5)).isTrue();
        assertThat(rule("oasis").showsWarmUp(9)).isFalse();
        assertThat(rule("ultravsr").showsWarmUp(0)).isFalse();
    }
}
