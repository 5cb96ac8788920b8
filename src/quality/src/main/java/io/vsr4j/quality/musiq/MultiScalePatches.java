package io.vsr4j.quality.musiq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a picture at several sizes into patches. In order of size, the original last: each resized picture fills up its
 * tokens with empty ones.
 *
 * @param patch side of a patch in pixels
 * @param cells of the grid of positions along a side
 * @param longer the longer sides of the resized pictures, ascending
 * @param limit how many patches of the original are kept; negative for all
 */
public record MultiScalePatches(int patch, int cells, List<Integer> longer, int limit) {
    private static final TorchScript SCRIPT = TorchScript.resource(MultiScalePatches.class, "patches.ts.py");

    /**
     * Reads a geometry.
     *
     * @param config {@code patch_size}, {@code longer_side_lengths}, {@code max_seq_len_from_original_res}
     * @param grid key of the size of the grid of positions
     * @return the geometry
     */
    static MultiScalePatches of(Config config, String grid) {
        List<Integer> longer =
                config.numbers("longer_side_lengths").stream().sorted().toList();
        config.require(longer.stream().allMatch(side -> side > 0), "longer_side_lengths", "positive numbers");
        int limit = (int) config.fraction("max_seq_len_from_original_res", -1);
        return new MultiScalePatches(config.positive("patch_size", 32), config.positive(grid, 10), longer, limit);
    }

    /**
     * Tells whether pictures of a size can be cut.
     *
     * @param width in pixels
     * @param height in pixels
     * @throws IllegalArgumentException if they are so long that nothing is left of them at a smaller size
     */
    void check(int width, int height) {
        grids(height, width);
    }

    private List<PatchGrid> grids(int height, int width) {
        List<PatchGrid> grids = new ArrayList<>();
        for (int side : longer) {
            grids.add(PatchGrid.resized(height, width, side, patch));
        }
        grids.add(PatchGrid.original(height, width, patch, limit));
        return grids;
    }

    /**
     * Cuts pictures of one size.
     *
     * @param x {@code [N, 3, H, W]}, RGB, 0 to 1
     * @return {@code [N, tokens, 3 * patch * patch]}, -1 to 1, a token by colour, row, column; empty ones are 0
     * @throws IllegalArgumentException if the picture is so long that nothing is left of it at a smaller size
     */
    public NDArray patches(NDArray x) {
        int height = Math.toIntExact(x.getShape().get(2));
        int width = Math.toIntExact(x.getShape().get(3));
        List<PatchGrid> grids = grids(height, width);
        return Scopes.within(x.getManager(), scope -> {
            NDArray signed = SCRIPT.callIn(scope, "signed", x);
            List<NDArray> parts = new ArrayList<>();
            for (int scale = 0; scale < grids.size(); scale++) {
                PatchGrid grid = grids.get(scale);
                boolean original = scale == longer.size();
                NDArray picture = original ? signed : Torch.bicubic(signed, grid.height(), grid.width(), false);
                parts.add(SCRIPT.call("cut", picture, patch, grid.rows(), grid.columns(), grid.tokens()));
            }
            return SCRIPT.callIn(scope, "join", parts);
        });
    }

    /**
     * Where the tokens of a picture belong.
     *
     * @param owner owns the result
     * @param height of the picture in pixels
     * @param width of the picture in pixels
     * @return {@code [tokens, 3]}: index in the grid of positions, index of the size, and 1, or 0 if the token is empty
     */
    public NDArray positions(NDManager owner, int height, int width) {
        List<PatchGrid> grids = grids(height, width);
        int tokens = grids.stream().mapToInt(PatchGrid::tokens).sum();
        float[] positions = new float[3 * tokens];
        int at = 0;
        for (int scale = 0; scale < grids.size(); scale++) {
            PatchGrid grid = grids.get(scale);
            int[] down = PatchGrid.cells(grid.rows(), cells);
            int[] right = PatchGrid.cells(grid.columns(), cells);
            for (int token = 0; token < grid.tokens(); token++, at += 3) {
                if (token < grid.rows() * grid.columns()) {
                    positions[at] = down[token / grid.columns()] * cells + right[token % grid.columns()];
                    positions[at + 1] = scale;
                    positions[at + 2] = 1;
                }
            }
        }
        return owner.create(positions, new Shape(tokens, 3));
    }
}
