package io.vsr4j.quality.trunk;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/** Classifiers trained on ImageNet, as torchvision publishes them: users have them as files. */
public final class TrunkFiles {
    /** AlexNet. */
    public static final WeightsPart ALEXNET = new WeightsPart(
            "alexnet",
            "torchvision's AlexNet, trained on ImageNet",
            "torchvision: https://download.pytorch.org/models/alexnet-owt-7be5be79.pth",
            true);

    /** VGG16 without batch norm. */
    public static final WeightsPart VGG16 = new WeightsPart(
            "vgg16",
            "torchvision's VGG16, trained on ImageNet",
            "torchvision: https://download.pytorch.org/models/vgg16-397923af.pth",
            true);

    /** What must be known of their terms. */
    public static final String LICENCE = "torchvision is BSD 3-Clause; ImageNet's pictures are for research";

    /** Without the classifier itself. */
    private static final RenameTable FEATURES =
            RenameTable.EMPTY.replaceMatches("^module\\.", "").keep("^features\\.");

    private TrunkFiles() {}

    /**
     * Opens a file.
     *
     * @param file of any format
     * @return the tensors of its trunk
     * @throws io.vsr4j.tensor.CheckpointException if it is no checkpoint
     * @throws IOException if it cannot be read
     */
    public static Weights open(Path file) throws IOException {
        return Weights.open(file).renamed(FEATURES);
    }
}
