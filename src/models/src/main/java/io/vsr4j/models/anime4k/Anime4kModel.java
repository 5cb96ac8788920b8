package io.vsr4j.models.anime4k;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The x2 network "UL" of Anime4K v3.2: seven 3x3 convolutions, each followed by the concatenation of both half waves
 * (CReLU), and a 1x1 convolution over the last five, which gives what is added to the bilinear enlargement. x4 is the
 * network twice.
 */
final class Anime4kModel implements VsrModel {
    /** The embedded weights. */
    static final String WEIGHTS = "anime4k-x2-ul.safetensors";

    /** Seven pixels of the source and, at x4, seven of the doubled frame, each with one of the bilinear filter. */
    static final int SPATIAL_REACH = 12;

    private static final int LAYERS = 7;
    private static final int WIDTH = 12;

    private final ModelCard card;
    private final int scale;
    private final NDManager manager;
    private final Anime4kNetwork network;
    private final String fingerprint;

    /** Takes its tensors out of the weights, which the caller closes. */
    Anime4kModel(ModelCard card, int scale, Device device, Weights file) {
        this.card = card;
        this.scale = scale;
        manager = TorchEngine.newManager(device);
        network = Anime4kNetwork.on(manager, load(file, manager));
        file.requireAllUsed();
        fingerprint = file.sha256();
        manager.cap();
    }

    /** The network's tensors, in the order in which scripts take them. */
    static Parameters declared() {
        Parameters p = new Parameters();
        for (int i = 0; i < LAYERS; i++) {
            p.conv("conv." + i, i == 0 ? 3 : 2 * WIDTH, WIDTH, 3, 3);
        }
        return p.conv("conv_last", 5 * 2 * WIDTH, WIDTH, 1, 1);
    }

    static List<NDArray> load(Weights file, NDManager scope) {
        List<NDArray> list = new ArrayList<>();
        declared().shapes().forEach((name, shape) -> list.add(file.load(scope, name, shape)));
        return list;
    }

    /**
     * Four buffers of 12 channels, the frame and its padded copy, all at half the result's size and one frame at a time,
     * with a tenth for what convolutions need inside; input and result of the whole window; and the allocator's slack.
     * Measured peaks lie 0 to 25 percent below.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long source = (long) width * height;
        long lastPass = source * scale * scale / 4;
        return Float.BYTES * (lastPass * 60 + frames * 3 * source * (1 + scale * scale)) + (8L << 20);
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
            return network.enlarge(frames, scale == 4 ? 2 : 1);
        }
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
