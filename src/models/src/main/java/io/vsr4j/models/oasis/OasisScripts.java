package io.vsr4j.models.oasis;

import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.tensor.TorchScript;

/** What the classes of this package have in common. */
final class OasisScripts {
    static final TorchScript SCRIPT = TorchScript.resource(OasisScripts.class, "oasis.ts.py");

    /** How many frames, rows, columns of tokens a window reaches on each side: 3 x 5 x 5. */
    static final long[] REACH = {1, 2, 2};

    private OasisScripts() {}

    static long[] size(WanTransformerGrid grid) {
        return new long[] {grid.frames(), grid.rows(), grid.columns()};
    }
}
