package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.degrade.Raster;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrientationTest {
    @Test
    void theMapSaysWhereEachPixelComesFrom() {
        Raster from = DataFiles.waves(12, 8, 1);
        for (int i = 0; i < 8; i++) {
            Orientation orientation = new Orientation((i & 1) > 0, (i & 2) > 0, (i & 4) > 0);
            Raster into = orientation.apply(from);
            Affine map = orientation.linear();
            for (int y = 0; y < into.height(); y++) {
                for (int x = 0; x < into.width(); x++) {
                    double u = x - (into.width() - 1) / 2.0;
                    double v = y - (into.height() - 1) / 2.0;
                    int column = (int) Math.round(map.x(u, v) + (from.width() - 1) / 2.0);
                    int row = (int) Math.round(map.y(u, v) + (from.height() - 1) / 2.0);
                    assertThat(into.samples()[y * into.width() + x])
                            .isEqualTo(from.samples()[row * from.width() + column]);
                }
            }
        }
    }

    @Test
    void onlyWhatIsAllowedIsDrawn() {
        assertThat(drawn(false, false)).containsExactly(Orientation.UPRIGHT);
        assertThat(drawn(true, false)).hasSize(4).noneMatch(Orientation::transposed);
        assertThat(drawn(true, true)).hasSize(8);
        // Turns alone mirror nothing: the determinant stays positive.
        assertThat(drawn(false, true))
                .hasSize(4)
                .allMatch(o -> o.linear().a() * o.linear().e()
                                - o.linear().b() * o.linear().d()
                        > 0);
    }

    private static Set<Orientation> drawn(boolean flips, boolean turns) {
        Random random = new Random(2);
        Set<Orientation> drawn = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            drawn.add(Orientation.draw(random, flips, turns));
        }
        return drawn;
    }
}
