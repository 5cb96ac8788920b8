package io.vsr4j.quality.dover;

import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.RenameTable;

/** The networks of both branches, by the names of the published files. */
public final class DoverNetwork extends Network {
    /** What is stored and never used: indices that follow from the window's size, and heads for other tasks. */
    static final RenameTable NAMES =
            PublishedWeights.PLAIN.drop("\\.relative_position_index$").drop("_backbone\\.head\\.");

    private final DoverBranch technical;
    private final DoverBranch aesthetic;

    /**
     * @param config kinds of backbone as {@code technical} and {@code aesthetic}; their sizes as {@code swin},
     *     {@code conv} and {@code femto}, those of the heads as {@code head}
     */
    public DoverNetwork(Config config) {
        technical = new DoverBranch(parameters(), config, "technical");
        aesthetic = new DoverBranch(parameters(), config, "aesthetic");
    }

    /** {@return the branch that looks at fragments} */
    public DoverBranch technical() {
        return technical;
    }

    /** {@return the branch that looks at whole frames} */
    public DoverBranch aesthetic() {
        return aesthetic;
    }
}
