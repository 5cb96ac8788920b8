package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void countsAsPeopleDo() {
        List<Path> ordered = List.of(
                Path.of("1.mp4"),
                Path.of("2.mp4"),
                Path.of("10.mp4"),
                Path.of("A1.mp4"),
                Path.of("a1b.mp4"),
                Path.of("a2.mp4"),
                Path.of("a00010.mp4"),
                Path.of("a99999999999999999999.mp4"),
                Path.of("b.mp4"));
        List<Path> shuffled = new ArrayList<>(ordered);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(shuffled.stream().sorted(new NaturalOrder())).containsExactlyElementsOf(ordered);
        }
    }

    @Test
    void tellsNamesApartThatCountAlike() {
        assertThat(new NaturalOrder().compare(Path.of("a1.mp4"), Path.of("a01.mp4")))
                .isNotZero();
    }
}
