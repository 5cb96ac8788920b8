package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** Recomputes the numbers of one kind of fixture file. */
public interface FixtureRunner {
    /**
     * Tells whether this runner knows a file, by what made it; never by its name.
     *
     * @param file any file of a set
     * @return whether {@link #run} may be called with it
     */
    boolean accepts(FixtureFile file);

    /**
     * Computes everything in the file that is not an input.
     *
     * @param file accepted
     * @param scope owns the results and whatever it takes to get them
     * @return the computed tensors, under the names of the file's expected ones
     * @throws IllegalArgumentException if the file's configuration asks for something that is not implemented
     */
    Map<String, NDArray> run(FixtureFile file, NDManager scope);
}
