package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShotMeasureTest {
    @Test
    void atMostSixteenFramesStandForAShotEvenlySpaced() {
        assertThat(ShotMeasure.places(1)).containsExactly(0);
        assertThat(ShotMeasure.places(16))
                .containsExactlyElementsOf(IntStream.range(0, 16).boxed().toList());
        assertThat(ShotMeasure.places(32)).startsWith(1, 3, 5).endsWith(29, 31).hasSize(16);
        assertThat(ShotMeasure.places(Integer.MAX_VALUE))
                .hasSize(16)
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(place -> place >= 0);
        assertThatThrownBy(() -> ShotMeasure.places(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
