package io.vsr4j.quality.raft;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * RAFT, an optical flow network: it compares all places of two pictures, and refines its guess round by round. Tensors
 * have torchvision's names. It computes in single precision. Source: Teed and Deng, "RAFT: Recurrent All-Pairs Field
 * Transforms for Optical Flow", 2020.
 */
public final class Raft extends Network {
    static final TorchScript SCRIPT = TorchScript.resource(Raft.class, "update.ts.py");

    private static final int STRIDE = 8;

    private final RaftConfig config;
    private final long maxVolumeBytes;
    private final RaftEncoder features;
    private final RaftEncoder context;
    private final Parameters updateBlock;
    private final Parameters maskPredictor;

    Raft(RaftConfig config) {
        this(config, Correlation.MAX_VOLUME_BYTES);
    }

    Raft(RaftConfig config, long maxVolumeBytes) {
        this.config = config;
        this.maxVolumeBytes = maxVolumeBytes;
        features = new RaftEncoder(
                parameters().child("feature_encoder"), config.features(), config.small(), RaftEncoder.Norm.INSTANCE);
        context = new RaftEncoder(
                parameters().child("context_encoder"),
                config.context(),
                config.small(),
                config.small() ? RaftEncoder.Norm.NONE : RaftEncoder.Norm.BATCH);
        updateBlock = updateBlock(parameters().child("update_block"), config);
        maskPredictor = parameters().child("mask_predictor");
        if (!config.small()) {
            maskPredictor
                    .conv("convrelu.0", config.hidden(), config.mask(), 3, 3)
                    .conv("conv", config.mask(), 9 * STRIDE * STRIDE, 1, 1);
        }
    }

    private static Parameters updateBlock(Parameters p, RaftConfig config) {
        String motion = "motion_encoder.";
        p.conv(motion + "convcorr1.0", config.correlations(), config.corr().get(0), 1, 1);
        if (!config.small()) {
            p.conv(motion + "convcorr2.0", config.corr().get(0), config.corr().get(1), 3, 3);
        }
        int corr = config.corr().get(config.corr().size() - 1);
        int flow = config.flow().get(1);
        p.conv(motion + "convflow1.0", 2, config.flow().get(0), 7, 7)
                .conv(motion + "convflow2.0", config.flow().get(0), flow, 3, 3)
                .conv(motion + "conv.0", corr + flow, config.motion() - 2, 3, 3);
        int in = config.context().get(4) + config.motion();
        if (config.small()) {
            gru(p, "recurrent_block.convgru1", in, config.hidden(), 3, 3);
        } else {
            gru(p, "recurrent_block.convgru1", in, config.hidden(), 1, 5);
            gru(p, "recurrent_block.convgru2", in, config.hidden(), 5, 1);
        }
        return p.conv("flow_head.conv1", config.hidden(), config.head(), 3, 3)
                .conv("flow_head.conv2", config.head(), 2, 3, 3);
    }

    private static void gru(Parameters p, String name, int in, int hidden, int height, int width) {
        for (String gate : new String[] {".convz", ".convr", ".convq"}) {
            p.conv(name + gate, in, hidden, height, width);
        }
    }

    /**
     * Opens a published file; its tensors tell which size it is.
     *
     * @param file torchvision's or the authors', large or small
     * @param device where it computes
     * @return the network, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of RAFT
     * @throws IOException if it cannot be read
     */
    public static Raft open(Path file, Device device) throws IOException {
        try (Weights weights = RaftNames.renamed(Weights.open(file))) {
            Raft raft = new Raft(RaftConfig.of(weights));
            raft.load(weights, device);
            return raft;
        }
    }

    /** Loads weights that have been renamed, all of them. */
    void load(Weights weights, Device device) {
        try {
            load(weights, device, DType.F32);
            weights.requireAllUsed();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** {@return whether it is the small network} */
    public boolean small() {
        return config.small();
    }

    /**
     * Estimates where each pixel went.
     *
     * @param from {@code [N, 3, H, W]}, RGB, 0 to 1, of any size; the border is repeated outwards, evenly on all sides, to
     *     a multiple of 8 of at least 128
     * @param to the same
     * @param updates how often the guess is refined; papers take 12 to 32
     * @return {@code [N, 2, H, W]}, in pixels to the right, then down
     */
    public NDArray flow(NDArray from, NDArray to, int updates) {
        if (!from.getShape().equals(to.getShape())) {
            throw new IllegalArgumentException(
                    "optical flow needs two frames of one size, got " + from.getShape() + " and " + to.getShape());
        }
        return Scopes.within(from.getManager(), scope -> {
            try (RaftMatch match = match(scope.newSubManager(), from, to)) {
                for (int i = 0; i < updates; i++) {
                    try (NDArray similarities = match.lookUp()) {
                        match.update(similarities);
                    }
                }
                NDArray full = match.upsampled();
                NDArray cropped = cropped(full, from.getShape());
                cropped.attach(scope);
                return cropped;
            }
        });
    }

    /** Begins to match two pictures; everything belongs to the scope. */
    RaftMatch match(NDManager scope, NDArray from, NDArray to) {
        try (NDArray first = prepared(scope, from);
                NDArray second = prepared(scope, to);
                NDArray both = first.concat(second)) {
            return new RaftMatch(this, scope, features.forward(both), context.forward(first));
        }
    }

    private NDArray prepared(NDManager scope, NDArray x) {
        Shape size = x.getShape();
        long rows = padding(size.get(2));
        long columns = padding(size.get(3));
        return SCRIPT.callIn(scope, "prepared", x, columns / 2, columns - columns / 2, rows / 2, rows - rows / 2);
    }

    private long padding(long side) {
        return Math.max(config.minimumSide(), (side + STRIDE - 1) / STRIDE * STRIDE) - side;
    }

    private NDArray cropped(NDArray x, Shape size) {
        long top = padding(size.get(2)) / 2;
        long left = padding(size.get(3)) / 2;
        return SCRIPT.call("cropped", x, left, top, size.get(3), size.get(2));
    }

    RaftConfig config() {
        return config;
    }

    long maxVolumeBytes() {
        return maxVolumeBytes;
    }

    Parameters updateBlock() {
        return updateBlock;
    }

    Parameters maskPredictor() {
        return maskPredictor;
    }
}
