package io.vsr4j.training.loss;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.quality.dists.Dists;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.tensor.Piece;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * How far apart pictures look by a frozen classifier: a metric as a loss. Gradients reach the pictures.
 *
 * <pre>{@code
 * try (PictureLoss dists = PictureLoss.dists(vgg16, device)) {
 *     terms.add("dists", 1, dists.of(output, target));
 * }
 * }</pre>
 */
public final class PictureLoss implements AutoCloseable {
    private final AutoCloseable network;
    private final BinaryOperator<NDArray> distance;

    private PictureLoss(AutoCloseable network, BinaryOperator<NDArray> distance) {
        this.network = network;
        this.distance = distance;
    }

    /** {@return LPIPS by a network that has its weights, which is closed with the loss} */
    public static PictureLoss of(Lpips lpips) {
        return new PictureLoss(lpips, lpips::distance);
    }

    /** {@return DISTS by a network that has its weights, which is closed with the loss} */
    public static PictureLoss of(Dists dists) {
        return new PictureLoss(dists, dists::distance);
    }

    /**
     * Opens LPIPS.
     *
     * @param net the classifier
     * @param file torchvision's
     * @param device where it computes
     * @return the loss, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of that classifier
     * @throws IOException if it cannot be read
     */
    public static PictureLoss lpips(Lpips.Net net, Path file, Device device) throws IOException {
        return of(Lpips.open(net, file, device));
    }

    /**
     * Opens DISTS.
     *
     * @param file torchvision's VGG16
     * @param device where it computes
     * @return the loss, to be closed
     * @throws io.vsr4j.tensor.CheckpointException if it is no file of VGG16
     * @throws IOException if it cannot be read
     */
    public static PictureLoss dists(Path file, Device device) throws IOException {
        return of(Dists.open(file, device));
    }

    /**
     * Compares pictures.
     *
     * @param a {@code [N, 3, H, W]}, RGB, 0 to 1, sides of at least 31 (LPIPS with AlexNet) or 16
     * @param b the same
     * @return the mean distance of the pairs, a scalar
     */
    public NDArray of(NDArray a, NDArray b) {
        return Piece.run(
                        List.of(a, b),
                        pair -> List.of(distance.apply(pair.get(0), pair.get(1)).mean()))
                .get(0);
    }

    @Override
    public void close() {
        try {
            network.close();
        } catch (Exception e) {
            throw new IllegalStateException("networks close without failing", e);
        }
    }
}
