package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import java.util.List;

/**
 * Restores one window: fills it up to what the model takes, tile by tile if the plan says so, crops, and matches the
 * colours of the whole window.
 */
final class WindowRestorer {
    private static final TorchScript TILES = TorchScript.resource(WindowRestorer.class, "tiles.ts.py");

    private final PrecisionGuard models;
    private final ColourMatch colour;
    private final TileGrid grid;
    private final List<TileGrid.Tile> tiles;
    private final long seed;

    /**
     * Prepares for frames of one size.
     *
     * @param models the network
     * @param plan the tiles, the seed, and how colours are matched
     */
    WindowRestorer(PrecisionGuard models, UpscalePlan plan) {
        this.models = models;
        this.colour = plan.run().colour();
        this.seed = plan.model().seed();
        this.grid = new TileGrid(
                plan.source().width(),
                plan.source().height(),
                plan.run().tile(),
                plan.run().tileOverlap());
        this.tiles = grid.tiles();
    }

    /**
     * {@return the restored frames, [n, 3, H, W], R'G'B' in 0..1, not clamped, on the manager of {@code frames}}
     *
     * @param frames the window's frames, [n, 3, h, w], R'G'B' in 0..1
     * @param window where they lie in the video
     * @param shot what was measured of the shot that they are of
     */
    NDArray restore(NDArray frames, Window window, List<Float> shot) {
        return Scopes.within(frames.getManager(), step -> {
            NDArray source = Scopes.borrow(step, frames);
            NDArray restored = models.finite(window, model -> {
                NDArray filled =
                        TILES.call("fill", source, model.card().frames().up(window.frames()));
                return tiles.size() == 1
                        ? restore(step, model, filled, tiles.get(0), window, shot)
                        : blend(step, model, filled, window, shot);
            });
            ColourMatcher.apply(colour, restored, source);
            return restored;
        });
    }

    private NDArray blend(NDManager step, VsrModel model, NDArray frames, Window window, List<Float> shot) {
        int scale = model.scale();
        Shape low = frames.getShape();
        NDArray sum = step.zeros(new Shape(window.frames(), 3, low.get(2) * scale, low.get(3) * scale));
        for (TileGrid.Tile tile : tiles) {
            try (NDManager one = step.newSubManager()) {
                NDArray restored = restore(one, model, Scopes.borrow(one, frames), tile, window, shot);
                NDArray columns = one.create(grid.columnWeights(tile, scale));
                NDArray rows = one.create(grid.rowWeights(tile, scale));
                TILES.callIn(one, "add", sum, restored, tile.top() * scale, tile.left() * scale, columns, rows);
            }
        }
        return sum;
    }

    private NDArray restore(
            NDManager owner, VsrModel model, NDArray frames, TileGrid.Tile tile, Window window, List<Float> shot) {
        int multiple = model.card().spatialMultiple();
        int right = Math.floorMod(-tile.width(), multiple);
        int bottom = Math.floorMod(-tile.height(), multiple);
        int scale = model.scale();
        return Scopes.within(owner, step -> {
            NDArray cut = TILES.callIn(
                    step, "cut", frames, tile.top(), tile.left(), tile.height(), tile.width(), right, bottom);
            NDArray restored = model.restore(cut, new Placement(seed, window.first(), tile.top(), tile.left(), shot));
            requireEnlarged(model, cut.getShape(), restored);
            return TILES.call("crop", restored, window.frames(), tile.height() * scale, tile.width() * scale);
        });
    }

    /** Cropping would hide frames of another size, or too many of them. */
    private static void requireEnlarged(VsrModel model, Shape low, NDArray restored) {
        int scale = model.scale();
        Shape wanted = new Shape(low.get(0), 3, low.get(2) * scale, low.get(3) * scale);
        if (!restored.getShape().equals(wanted) || restored.getDataType() != DataType.FLOAT32) {
            throw new BrokenOutputException("model '" + model.card().id() + "' gave " + restored.getDataType() + " "
                    + restored.getShape() + " for frames " + low + "; at factor " + scale + " they must be float32 "
                    + wanted);
        }
    }
}
