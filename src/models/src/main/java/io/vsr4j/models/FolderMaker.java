package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Makes weights folders of a model to start from. */
public interface FolderMaker {
    /** A video of low quality, read when it is asked for. */
    @FunctionalInterface
    interface Clip {
        /**
         * Reads it.
         *
         * @param owner owns the frames
         * @return {@code float32 [n, 3, h, w]}: red, green, blue in 0..1; number and sides as the model takes them
         * @throws IOException if it cannot be read
         */
        NDArray read(NDManager owner) throws IOException;
    }

    /**
     * Makes a tiny one in which every tensor is random, those that start at zero too, so that every module matters.
     *
     * @param out where the folder will be; nothing may be there yet
     * @param seed equal seeds give equal folders
     * @throws IOException if it cannot be written
     */
    void tiny(Path out, long seed) throws IOException;

    /**
     * Makes one of the published size from the weights of the model that it builds on, with fresh modules of its own.
     *
     * @param base folder of the base model, in diffusers' arrangement; null if the model {@link #standsAlone}
     * @param out where the folder will be; nothing may be there yet
     * @param seed of the fresh modules
     * @throws CheckpointException if the base is not what it builds on
     * @throws IOException if it cannot be read or written
     */
    void fresh(Path base, Path out, long seed) throws IOException;

    /** {@return whether the model builds on no other, so that a fresh folder of it needs no base} */
    default boolean standsAlone() {
        return false;
    }

    /**
     * As {@link #fresh(Path, Path, long)}, with the modules that have a closed form computed from clips.
     *
     * @param base folder of the base model
     * @param out where the folder will be
     * @param seed of the modules that are random all the same
     * @param clips at least one
     * @param progress told, a line each, what has been read and how well the modules fit
     * @throws IllegalArgumentException if the model has no such module
     * @throws IOException if something cannot be read or written
     */
    default void fresh(Path base, Path out, long seed, List<Clip> clips, Consumer<String> progress) throws IOException {
        throw new IllegalArgumentException("this model has nothing to compute from clips; leave --clips out");
    }

    /**
     * Gives the maker of folders whose own modules are not as published: with another rank, say, or without a part.
     *
     * @param settings entries of the {@code config.json} of those modules; what it leaves out stays as it is
     * @return the maker
     * @throws CheckpointException if the model has no such entries, or they do not fit together
     */
    default FolderMaker with(Config settings) {
        throw new CheckpointException(settings.name() + ": this model's folders have no settings of their own");
    }
}
