package io.vsr4j.quality.musiq;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Arrays;

/** How pictures are cut, with real sizes. */
public final class MusiqPatchesCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("get_multiscale_patches");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        MultiScalePatches geometry = MultiScalePatches.of(file.config(), "hse_grid_size");
        file.require("patch_stride", geometry.patch());
        for (String name : run.cases()) {
            if (run.has(name + ".in.u8_hwc")) {
                NDArray pixels = Torch.to(run.raw(name + ".in.u8_hwc"), DType.F32);
                NDArray x = pixels.transpose(2, 0, 1).expandDims(0).div(255);
                NDArray patches = geometry.patches(x).squeeze(0);
                NDArray picked = run.raw(name + ".in.picked_tokens");
                run.compare(name + ".out.picked_patches", patches.get(picked));
                run.compare(
                        name + ".out.token_mean", Torch.to(patches, DType.F64).mean(new int[] {1}));
                positions(run, name, geometry, x.getShape().get(2), x.getShape().get(3));
            } else if (run.has(name + ".in.h_w")) {
                long[] size = run.raw(name + ".in.h_w").toLongArray();
                positions(run, name, geometry, size[0], size[1]);
            }
        }
        if (run.has("hash.out.index_of_count")) {
            Shape shape = run.raw("hash.out.index_of_count").getShape();
            run.compare("hash.out.index_of_count", cells(run.scope(), shape, geometry.cells()), Tolerance.EXACT);
        }
    }

    private static void positions(FixtureRun run, String name, MultiScalePatches geometry, long height, long width) {
        NDArray positions = geometry.positions(run.scope(), (int) height, (int) width);
        run.compare(name + ".out.positions", positions, Tolerance.EXACT);
    }

    /** Row n - 1: the cells of n patches, and -1 behind them. */
    private static NDArray cells(NDManager scope, Shape shape, int cells) {
        int columns = (int) shape.get(1);
        int[] table = new int[(int) shape.size()];
        Arrays.fill(table, -1);
        for (int row = 0; row < shape.get(0); row++) {
            int[] each = PatchGrid.cells(row + 1, cells);
            System.arraycopy(each, 0, table, row * columns, Math.min(columns, each.length));
        }
        return scope.create(table, shape);
    }
}
