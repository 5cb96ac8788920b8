package io.vsr4j.models.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/** The network at work. */
final class CompactModel implements VsrModel {
    private static final CompactConfig EMBEDDED = CompactConfig.usual(4);

    private final ModelCard card;
    private final CompactNetwork network;
    private final int scale;
    private final String fingerprint;

    private CompactModel(ModelCard card, int scale, CompactNetwork network, String fingerprint) {
        this.card = card;
        this.scale = scale;
        this.network = network;
        this.fingerprint = fingerprint;
    }

    static CompactModel open(ModelCard card, int scale, WeightsFolder folder, Device device, DType dtype)
            throws IOException {
        CompactConfig config = CompactConfig.of(folder.config(CompactFolders.COMPONENT));
        if (config.scale() != scale) {
            throw new CheckpointException(folder.root() + " holds weights for x" + config.scale() + ", not for x"
                    + scale + "; choose --scale " + config.scale() + ", or other weights");
        }
        try (Weights weights = folder.weights(CompactFolders.COMPONENT)) {
            return load(card, scale, config, weights, device, dtype, folder.fingerprint(CompactFolders.COMPONENT));
        }
    }

    /** Opens the weights that come with the program; they are for x4, and the half of that is its mean over 2x2 pixels. */
    static CompactModel embedded(ModelCard card, int scale, Device device, DType dtype) {
        try (Weights weights = embedded()) {
            return load(card, scale, EMBEDDED, weights, device, dtype, embeddedFingerprint());
        }
    }

    /** {@return what tells the weights that come with the program from others} */
    static String embeddedFingerprint() {
        try (Weights weights = embedded()) {
            return weights.sha256();
        }
    }

    private static Weights embedded() {
        return Weights.resource(CompactModel.class, "compact-x4.safetensors");
    }

    private static CompactModel load(
            ModelCard card,
            int scale,
            CompactConfig config,
            Weights weights,
            Device device,
            DType dtype,
            String fingerprint) {
        CompactNetwork network = new CompactNetwork(config);
        try {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
            return new CompactModel(card, scale, network, fingerprint);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Of all frames the source and the result; of one frame, the features that each block along time holds back and what it
     * gives on, four times the features within a block, and four times the result at the end.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long pixels = (long) width * height;
        long features = EMBEDDED.width();
        long result = 3L * EMBEDDED.scale() * EMBEDDED.scale();
        return Float.BYTES
                        * pixels
                        * (frames * (3 + result)
                                + 2 * CompactConfig.MOST_TIME * features
                                + 4 * Math.max(features, result))
                + (64L << 20);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return scale;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            int count = (int) frames.getShape().get(0);
            NDArray large = count == 1 ? alone(frames) : network.forward(frames, count);
            return network.config().scale() == scale ? large : CompactNetwork.halved(large);
        }
    }

    /** A frame without neighbours is what it never learned from; it is taken for a still of two. */
    private NDArray alone(NDArray frame) {
        return Scopes.within(frame.getManager(), scope -> {
            NDArray one = Scopes.borrow(scope, frame);
            NDArray both = network.forward(one.concat(one), 2);
            return both.get("0:1").duplicate();
        });
    }

    @Override
    public void close() {
        network.close();
    }
}
