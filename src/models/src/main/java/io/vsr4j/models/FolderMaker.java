package io.vsr4j.models;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;

/** Makes weights folders of a model to start from. */
public interface FolderMaker {
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
     * @param base folder of the base model, in diffusers' arrangement
     * @param out where the folder will be; nothing may be there yet
     * @param seed of the fresh modules
     * @throws CheckpointException if the base is not what it builds on
     * @throws IOException if it cannot be read or written
     */
    void fresh(Path base, Path out, long seed) throws IOException;

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
