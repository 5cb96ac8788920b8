package io.vsr4j.training;

import ai.djl.Device;
import java.io.IOException;

/**
 * Makes a task from settings. Found by {@link java.util.ServiceLoader}; its settings are the resource
 * {@code recipes/ID.properties} beside this class, with every number of the paper, and where the number comes from.
 */
public interface Recipe {
    /** {@return its name, such as {@code adcvsr-stage1}} */
    String id();

    /**
     * Loads networks and opens data.
     *
     * @param settings the recipe's, the user's in place of some
     * @param device where networks compute
     * @return the task
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws io.vsr4j.tensor.CheckpointException if weights are missing or of something else
     * @throws IOException if something cannot be read
     */
    Task<?> open(Settings settings, Device device) throws IOException;
}
