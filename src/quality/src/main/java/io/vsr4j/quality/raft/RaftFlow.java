package io.vsr4j.quality.raft;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.Autograd;
import java.io.IOException;
import java.nio.file.Path;

/** Optical flow by RAFT with a user's weights. */
public final class RaftFlow implements OpticalFlow {
    /** The file that it needs. */
    public static final WeightsPart WEIGHTS = new WeightsPart(
            "raft",
            "weights of RAFT for optical flow",
            "torchvision (raft_large_C_T_V1-22a6c225.pth is what papers use) or its authors, princeton-vl/RAFT"
                    + " (raft-things.pth); the code is BSD 3-Clause, the data that they were trained on has terms of its"
                    + " own",
            false);

    /** What papers on video super-resolution take. */
    public static final int UPDATES = 20;

    private final Raft raft;
    private final String name;

    private RaftFlow(Raft raft, String name) {
        this.raft = raft;
        this.name = name;
    }

    /**
     * Opens a file.
     *
     * @param file of RAFT, torchvision's or the authors', large or small
     * @param device where it computes
     * @return to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of RAFT
     * @throws IOException if it cannot be read
     */
    public static RaftFlow open(Path file, Device device) throws IOException {
        Raft raft = Raft.open(file, device);
        String size = raft.small() ? "small" : "large";
        return new RaftFlow(raft, "RAFT " + size + ", " + file.getFileName() + ", " + UPDATES + " updates");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDArray flow(NDArray from, NDArray to) {
        try (Autograd off = Autograd.off()) {
            return raft.flow(from, to, UPDATES);
        }
    }

    @Override
    public void close() {
        raft.close();
    }
}
