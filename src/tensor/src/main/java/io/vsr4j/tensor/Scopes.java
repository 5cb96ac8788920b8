package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;

/** Ownership of native memory. */
public final class Scopes {
    private Scopes() {}

    /**
     * Runs a step whose intermediates are freed when it ends. Inside, arrays belong to the scope if their first operand
     * does; {@link #borrow} brings an outside array in.
     *
     * @param owner receives the result
     * @param step computes one array in the scope it is given
     * @return the one array that survives
     */
    public static NDArray within(NDManager owner, Function<NDManager, NDArray> step) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray result = step.apply(scope);
            result.attach(owner);
            return result;
        }
    }

    /**
     * Gives a second handle on an array's memory to a scope, so that results computed from it go there.
     *
     * @param scope owns the handle
     * @param array stays as it is
     * @return the same elements, not copied
     */
    public static NDArray borrow(NDManager scope, NDArray array) {
        return Torch.aliasIn(scope, array);
    }

    /**
     * Counts the arrays that a manager and everything below it keep alive.
     *
     * @param manager any manager
     * @return the number of arrays
     */
    public static int count(NDManager manager) {
        return manager.getManagedArrays().size();
    }
}
