package io.vsr4j.upscale;

import java.util.ArrayList;
import java.util.List;

/**
 * Fixed places of the frame that are restored one after the other when the whole frame does not fit the memory.
 *
 * <p>Along each axis tiles of one size start at 0, s, 2s, ..., the last one at the far edge, just as windows do in time;
 * they are cross-faded in the middle third of what neighbours share.
 */
public final class TileGrid {
    private final Cover columns;
    private final Cover rows;

    /**
     * Lays the grid.
     *
     * @param width width of the frame
     * @param height height of the frame
     * @param tile side of a tile; 0 for one tile as large as the frame
     * @param overlap places that neighbouring tiles share, below the tile's side
     */
    public TileGrid(int width, int height, int tile, int overlap) {
        if (tile != 0 && (overlap < 0 || overlap >= tile)) {
            throw new IllegalArgumentException(
                    "tiles of " + tile + " pixels can share 0.." + (tile - 1) + " pixels, got " + overlap);
        }
        columns = cover(width, tile, overlap);
        rows = cover(height, tile, overlap);
    }

    /**
     * One place.
     *
     * @param column position among the tiles of its row
     * @param row position among the tiles of its column
     * @param left pixels from the left edge
     * @param top pixels from the top edge
     * @param width pixels
     * @param height pixels
     */
    public record Tile(int column, int row, int left, int top, int width, int height) {}

    private static Cover cover(int size, int tile, int overlap) {
        return tile == 0 ? new Cover(size, size, size, 0) : new Cover(size, tile, tile - overlap, overlap / 3);
    }

    /** {@return the tiles, row by row} */
    public List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>(columns.count() * rows.count());
        for (int row = 0; row < rows.count(); row++) {
            for (int column = 0; column < columns.count(); column++) {
                tiles.add(
                        new Tile(column, row, columns.start(column), rows.start(row), columns.length(), rows.length()));
            }
        }
        return tiles;
    }

    /** {@return weight of each restored column of a tile; over all tiles of a row they add up to 1} */
    public float[] columnWeights(Tile tile, int scale) {
        return weights(columns, tile.column(), scale);
    }

    /** {@return weight of each restored row of a tile; over all tiles of a column they add up to 1} */
    public float[] rowWeights(Tile tile, int scale) {
        return weights(rows, tile.row(), scale);
    }

    private static float[] weights(Cover axis, int i, int scale) {
        Cover scaled =
                new Cover(axis.extent() * scale, axis.length() * scale, axis.stride() * scale, axis.fade() * scale);
        float[] weights = new float[scaled.length()];
        for (int p = 0; p < weights.length; p++) {
            int place = scaled.start(i) + p;
            weights[p] = (float) (scaled.part(i, place) / scaled.sum(place));
        }
        return weights;
    }
}
