package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TileGridTest {
    @Test
    void weightsAddUpToOneEverywhere() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int width = 1 + random.nextInt(70);
            int height = 1 + random.nextInt(70);
            int tile = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(50);
            int overlap = tile == 0 ? 0 : random.nextInt(tile);
            int scale = 1 + random.nextInt(4);
            TileGrid grid = new TileGrid(width, height, tile, overlap);
            double[][] sum = new double[height * scale][width * scale];
            for (TileGrid.Tile t : grid.tiles()) {
                float[] columns = grid.columnWeights(t, scale);
                float[] rows = grid.rowWeights(t, scale);
                assertThat(t.left() + t.width()).isLessThanOrEqualTo(width);
                assertThat(t.top() + t.height()).isLessThanOrEqualTo(height);
                for (int y = 0; y < rows.length; y++) {
                    for (int x = 0; x < columns.length; x++) {
                        sum[t.top() * scale + y][t.left() * scale + x] += rows[y] * columns[x];
                    }
                }
            }
            for (double[] row : sum) {
                for (double s : row) {
                    assertThat(s).isCloseTo(1, within(1e-6));
                }
            }
        }
    }

    @Test
    void pixelsNextToATilesInnerEdgeCountForNothing() {
        TileGrid grid = new TileGrid(100, 10, 40, 12);
        TileGrid.Tile second = grid.tiles().get(1);
        assertThat(second.left()).isEqualTo(28);
        float[] weights = grid.columnWeights(second, 1);
        assertThat(weights[0]).isZero();
        assertThat(weights[3]).isZero();
        assertThat(weights[8]).isEqualTo(1);
    }

    @Test
    void oneTileIsTheWholeFrame() {
        assertThat(new TileGrid(30, 20, 0, 0).tiles()).containsExactly(new TileGrid.Tile(0, 0, 0, 0, 30, 20));
        assertThat(new TileGrid(30, 20, 64, 8).tiles()).containsExactly(new TileGrid.Tile(0, 0, 0, 0, 30, 20));
    }

    @Test
    void refusesAnOverlapAsLargeAsTheTile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TileGrid(30, 20, 8, 8))
                .withMessageContaining("0..7");
    }
}
