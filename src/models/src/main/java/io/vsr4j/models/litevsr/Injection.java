package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;

/**
 * What carries the condition branch into the main branch after a block: a linear layer that starts at zero, so that an
 * untrained system is the base model. Its matrix is whole, or of low rank.
 */
public final class Injection {
    private final Parameters p;
    private final boolean lowRank;

    Injection(Parameters p, long width, int rank) {
        this.p = p;
        lowRank = rank > 0;
        if (lowRank) {
            p.tensor("lora_down", rank, width).tensor("lora_up", width, rank);
        } else {
            p.tensor("weight", width, width);
        }
        p.tensor("bias", width);
    }

    Parameters parameters() {
        return p;
    }

    /**
     * Adds the condition to the main branch.
     *
     * @param both the main branch, then the condition, {@code (2 B, L, C)}
     * @return {@code (2 B, L, C)}: {@code h + Z(c)}, then c as it was
     */
    public NDArray forward(NDArray both) {
        return AdapterBlock.SCRIPT.call("inject", both, p.dict(), lowRank);
    }
}
