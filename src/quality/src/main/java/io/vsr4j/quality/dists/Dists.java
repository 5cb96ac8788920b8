package io.vsr4j.quality.dists;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.quality.trunk.Trunk;
import io.vsr4j.quality.trunk.TrunkFiles;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/**
 * DISTS: means (texture) and covariances (structure) of the pictures and of their features at five depths of VGG16, whose
 * pooling is a root of squares; weighted by channel. Source: Ding et al., "Image Quality Assessment: Unifying Structure
 * and Texture Similarity", 2020.
 */
public final class Dists extends Network {
    private static final TorchScript SCRIPT = TorchScript.resource(Dists.class, "dists.ts.py");
    /** The trained channel weights, as published. */
    private static final String WEIGHTS = "dists_alpha_beta.safetensors";

    private static final int COLOURS = 3;

    private final Trunk trunk;

    /**
     * Declares the parameters.
     *
     * @param divisor of all widths, 1 for the published ones
     */
    public Dists(int divisor) {
        trunk = Trunk.vgg16(parameters(), divisor, Trunk.Pool.L2);
        int channels = COLOURS;
        for (int i = 0; i < trunk.stages(); i++) {
            channels += trunk.width(i);
        }
        parameters().tensor("alpha", 1, channels, 1, 1).tensor("beta", 1, channels, 1, 1);
    }

    /**
     * Opens VGG16; the channel weights come with the program.
     *
     * @param file torchvision's
     * @param device where it computes
     * @return the network, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of VGG16
     * @throws IOException if it cannot be read
     */
    public static Dists open(Path file, Device device) throws IOException {
        Dists dists = new Dists(1);
        try (Weights features = TrunkFiles.open(file);
                Weights channels = channelWeights()) {
            dists.bind(device, DType.F32, (owner, name, shape, type) -> (name.startsWith("features.")
                            ? features
                            : channels)
                    .load(owner, name, shape, type));
            features.requireAllUsed();
            return dists;
        } catch (IOException | RuntimeException e) {
            dists.close();
            throw e;
        }
    }

    static Weights channelWeights() {
        return Weights.resource(Dists.class, WEIGHTS);
    }

    /**
     * Compares pictures. Gradients reach both.
     *
     * @param a {@code [N, 3, H, W]}, RGB, 0 to 1, sides of at least 16
     * @param b the same
     * @return {@code [N]}: 0 for equal pictures, about 1 for unlike ones
     */
    public NDArray distance(NDArray a, NDArray b) {
        trunk.requireSize("DISTS", a.getShape().get(3), a.getShape().get(2));
        return Scopes.within(a.getManager(), scope -> {
            long first = COLOURS;
            NDArray similarity = similarity(scope, a, b, 0, first);
            NDArray x = SCRIPT.callIn(scope, "normalised", a);
            NDArray y = SCRIPT.callIn(scope, "normalised", b);
            for (int i = 0; i < trunk.stages(); i++) {
                try (NDArray beforeX = x;
                        NDArray beforeY = y) {
                    x = trunk.forward(i, beforeX);
                    y = trunk.forward(i, beforeY);
                }
                similarity.addi(similarity(scope, x, y, first, trunk.width(i)));
                first += trunk.width(i);
            }
            return similarity.neg().add(1);
        });
    }

    /** That of some channels, each weighted by its share in all weights. */
    private NDArray similarity(NDManager scope, NDArray x, NDArray y, long from, long count) {
        return SCRIPT.callIn(
                scope,
                "similarity",
                x,
                y,
                parameters().get("alpha"),
                parameters().get("beta"),
                from,
                count);
    }

    Trunk trunk() {
        return trunk;
    }
}
