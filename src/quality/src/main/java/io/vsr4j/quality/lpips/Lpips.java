package io.vsr4j.quality.lpips;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.quality.trunk.Trunk;
import io.vsr4j.quality.trunk.TrunkFiles;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * LPIPS 0.1: the features of both pictures at five depths of a classifier, each place's of length 1; their squared
 * differences, weighted by channel; the mean over the places; the sum over the depths. Source: Zhang et al., "The
 * Unreasonable Effectiveness of Deep Features as a Perceptual Metric", 2018.
 */
public final class Lpips extends Network {
    /** The classifier. */
    public enum Net {
        /** AlexNet, which papers mean if they say nothing. */
        ALEX,
        /** VGG16. */
        VGG
    }

    private static final TorchScript SCRIPT = TorchScript.resource(Lpips.class, "lpips.ts.py");
    /** The calibrated channel weights, as published. */
    private static final String HEADS = "lpips_v01_lin.safetensors";

    private final Trunk trunk;
    private final List<Parameters> heads = new ArrayList<>();

    /**
     * Declares the parameters.
     *
     * @param net the classifier
     * @param divisor of all widths, 1 for the published ones
     */
    public Lpips(Net net, int divisor) {
        trunk = net == Net.ALEX
                ? Trunk.alexNet(parameters(), divisor)
                : Trunk.vgg16(parameters(), divisor, Trunk.Pool.MAX_2);
        for (int i = 0; i < trunk.stages(); i++) {
            heads.add(parameters().child("lin" + i).tensor("model.1.weight", 1, trunk.width(i), 1, 1));
        }
    }

    /**
     * Opens a classifier; the channel weights come with the program.
     *
     * @param net which it is
     * @param file torchvision's
     * @param device where it computes
     * @return the network, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of that classifier
     * @throws IOException if it cannot be read
     */
    public static Lpips open(Net net, Path file, Device device) throws IOException {
        Lpips lpips = new Lpips(net, 1);
        try (Weights features = TrunkFiles.open(file);
                Weights heads = heads(net)) {
            lpips.bind(device, DType.F32, (owner, name, shape, type) -> (name.startsWith("lin") ? heads : features)
                    .load(owner, name, shape, type));
            features.requireAllUsed();
            return lpips;
        } catch (IOException | RuntimeException e) {
            lpips.close();
            throw e;
        }
    }

    /** Those of both classifiers. */
    static Weights heads() {
        return Weights.resource(Lpips.class, HEADS);
    }

    static Weights heads(Net net) {
        String prefix = net == Net.ALEX ? "^alex\\." : "^vgg\\.";
        return heads().renamed(RenameTable.EMPTY.keep(prefix).replaceMatches(prefix, ""));
    }

    /**
     * Compares pictures. Gradients reach both.
     *
     * @param a {@code [N, 3, H, W]}, RGB, 0 to 1, sides of at least 31 (AlexNet) or 16 (VGG16)
     * @param b the same
     * @return {@code [N, 1, 1, 1]}: 0 for equal pictures; the larger the farther apart
     */
    public NDArray distance(NDArray a, NDArray b) {
        return Scopes.within(a.getManager(), scope -> {
            NDArray layers = Scopes.borrow(scope, layers(a, b));
            return SCRIPT.call("total", layers);
        });
    }

    /**
     * Compares pictures at each depth.
     *
     * @return {@code [5, N]}
     */
    NDArray layers(NDArray a, NDArray b) {
        trunk.requireSize("LPIPS", a.getShape().get(3), a.getShape().get(2));
        return Scopes.within(a.getManager(), scope -> {
            List<NDArray> distances = new ArrayList<>();
            // One depth after the other: what a depth gave is needed for the next one only.
            NDArray x = scaled(scope, a);
            NDArray y = scaled(scope, b);
            for (int i = 0; i < trunk.stages(); i++) {
                try (NDArray beforeX = x;
                        NDArray beforeY = y) {
                    x = trunk.forward(i, beforeX);
                    y = trunk.forward(i, beforeY);
                }
                distances.add(SCRIPT.call("distance", x, y, heads.get(i).get("model.1.weight")));
            }
            return SCRIPT.callIn(scope, "stacked", distances);
        });
    }

    private static NDArray scaled(NDManager scope, NDArray x) {
        return SCRIPT.callIn(scope, "scaled", x);
    }

    Trunk trunk() {
        return trunk;
    }
}
