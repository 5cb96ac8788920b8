package io.vsr4j.quality;

import ai.djl.Device;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;

/** Gives a metric's network the weights of a file as it was published. */
public final class PublishedWeights {
    /** Names without what training programs put in front of them when they save a network inside something else. */
    public static final RenameTable PLAIN = RenameTable.EMPTY
            .replaceMatches("^(params|state_dict|model)\\.", "")
            .replaceMatches("^module\\.", "");

    private PublishedWeights() {}

    /**
     * Loads a network.
     *
     * @param network built for such a file
     * @param file of any format
     * @param table turns the file's names into the network's, and drops what is stored and never used
     * @param device where the network computes
     * @param dtype what it computes in
     * @param <N> its class
     * @return the network, which is closed if it cannot be loaded
     * @throws io.vsr4j.tensor.CheckpointException if the file is damaged or another network's
     * @throws IOException if it cannot be read
     */
    public static <N extends Network> N load(N network, Path file, RenameTable table, Device device, DType dtype)
            throws IOException {
        try (Weights weights = Weights.open(file).renamed(table)) {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
            return network;
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }
}
