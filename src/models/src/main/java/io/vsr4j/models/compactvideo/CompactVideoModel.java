package io.vsr4j.models.compactvideo;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/** The network at work. */
final class CompactVideoModel implements VsrModel {
    private final ModelCard card;
    private final CompactVideoNetwork network;
    private final String fingerprint;

    private CompactVideoModel(ModelCard card, CompactVideoNetwork network, String fingerprint) {
        this.card = card;
        this.network = network;
        this.fingerprint = fingerprint;
    }

    static CompactVideoModel open(ModelCard card, int scale, WeightsFolder folder, Device device, DType dtype)
            throws IOException {
        CompactVideoConfig config = CompactVideoConfig.of(folder.config(CompactVideoFolders.COMPONENT));
        if (config.scale() != scale) {
            throw new CheckpointException(folder.root() + " holds weights for x" + config.scale() + ", not for x"
                    + scale + "; choose --scale " + config.scale() + ", or other weights");
        }
        CompactVideoNetwork network = new CompactVideoNetwork(config);
        try (Weights weights = folder.weights(CompactVideoFolders.COMPONENT)) {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
            return new CompactVideoModel(card, network, folder.fingerprint(CompactVideoFolders.COMPONENT));
        } catch (IOException | RuntimeException e) {
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
        long features = CompactVideoConfig.usual(scale).width();
        long result = 3L * scale * scale;
        return Float.BYTES
                        * pixels
                        * (frames * (3 + result)
                                + 2 * CompactVideoConfig.MOST_TIME * features
                                + 4 * Math.max(features, result))
                + (64L << 20);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return network.config().scale();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            return network.forward(frames, (int) frames.getShape().get(0));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
