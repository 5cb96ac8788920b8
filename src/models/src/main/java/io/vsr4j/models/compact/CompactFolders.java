package io.vsr4j.models.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads and writes folders of the network.
 *
 * @param usual the sizes of a fresh one
 */
public record CompactFolders(CompactConfig usual) implements FolderMaker {
    /** The component's name. */
    public static final String COMPONENT = "network";

    /** Makes fresh networks of the usual sizes for x4. */
    public CompactFolders() {
        this(CompactConfig.usual(4));
    }

    /**
     * Opens a folder.
     *
     * @param root the folder
     * @return its weights folder
     * @throws io.vsr4j.tensor.CheckpointException if it is none of this network
     * @throws IOException if it cannot be read
     */
    public static WeightsFolder open(Path root) throws IOException {
        return WeightsFolder.open(root, CompactProvider.ID);
    }

    /** {@return the tensors that a network begins with before it is trained} */
    public static Parameters.Source untrained(long seed) {
        RandomTensors random = new RandomTensors(seed);
        return (owner, name, shape, type) -> {
            if (!CompactNetwork.zeroStarted(name)) {
                return random.tensor(owner, name, shape, type);
            }
            try (NDArray zeros = owner.zeros(shape)) {
                return Torch.to(zeros, type);
            }
        };
    }

    @Override
    public FolderMaker with(Config settings) {
        return new CompactFolders(CompactConfig.of(settings));
    }

    @Override
    public void tiny(Path out, long seed) throws IOException {
        make(out, CompactConfig.tiny(), new RandomTensors(seed));
    }

    @Override
    public boolean standsAlone() {
        return true;
    }

    /** {@inheritDoc} It builds on nothing; the base is null. */
    @Override
    public void fresh(Path base, Path out, long seed) throws IOException {
        make(out, usual, untrained(seed));
    }

    private static void make(Path out, CompactConfig config, Parameters.Source source) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            write(
                    out,
                    config,
                    source.tensors(
                            scope, new CompactNetwork(config).parameters().shapes()));
        }
    }

    /**
     * Writes a folder.
     *
     * @param out where it will be; nothing may be there yet
     * @param config the network's sizes
     * @param tensors by name
     * @throws IOException if it cannot be written
     */
    public static void write(Path out, CompactConfig config, Map<String, NDArray> tensors) throws IOException {
        try (WeightsFolderWriter folder = WeightsFolderWriter.create(out, CompactProvider.ID)) {
            folder.component(COMPONENT, config.json(), tensors);
            folder.publish();
        }
    }
}
