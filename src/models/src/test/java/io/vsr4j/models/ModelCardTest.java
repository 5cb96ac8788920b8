package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static ModelCard.Builder card() {
        return ModelCard.builder("some-model", "Some model", "For tests")
                .setScales(4, 2, 4)
                .setMemory((frames, width, height, scale) -> 1)
                .optInput(new FrameRule(5, 4), 16)
                .optWindow(9, 1);
    }

    @Test
    void refusesPartsThatDisagree() {
        assertThatCode(card()::build).doesNotThrowAnyException();
        assertThatThrownBy(() -> card().setScales(3, 2, 4).build()).hasMessageContaining("lack the default 3");
        assertThatThrownBy(() -> card().optWindow(8, 1).build()).hasMessageContaining("break its rule: 5, 9, 13");
        assertThatThrownBy(() -> card().optWindow(9, 9).build()).hasMessageContaining("overlap");
        assertThatThrownBy(() -> card().optDTypes().build()).hasMessageContaining("dtypes");
        assertThatThrownBy(() -> card().optReach(-1, 0).build()).hasMessageContaining("reaches");
        assertThatThrownBy(() -> ModelCard.builder("Some Model", "", "")
                        .setScales(2, 2)
                        .setMemory((frames, width, height, scale) -> 1)
                        .build())
                .hasMessageContaining("id must be");
    }

    @Test
    void refusesWindowsWithTheRemedy() {
        ModelCard card = card().build();

        assertThatCode(() -> card.requireWindow(new Shape(9, 3, 32, 48))).doesNotThrowAnyException();
        assertThatThrownBy(() -> card.requireWindow(new Shape(6, 3, 32, 48)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5, 9, 13, ... frames, got 6; repeat the last frame up to 9");
        assertThatThrownBy(() -> card.requireWindow(new Shape(9, 3, 30, 48)))
                .hasMessageContaining("multiples of 16, got 48x30");
        assertThatThrownBy(() -> card.requireWindow(new Shape(3, 32, 48))).hasMessageContaining("[T, 3, h, w]");
        assertThatThrownBy(() -> card.requireWindow(new Shape(Long.MAX_VALUE, 3, 16, 16)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
