package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Collection;

/**
 * A parameter and its value in single precision, which is itself where that is what it has.
 *
 * <p>A parameter of less than single precision has its value a second time, in single precision: a step of 1e-4 of a
 * value would be lost in the eight bits of bfloat16. The networks compute with the rounded one, as they will when they
 * are used, and no layer needs to know of it.
 */
record Master(NDArray parameter, NDArray value) {
    /** {@return that of a parameter; the owner gets what is made for it} */
    static Master of(NDManager owner, NDArray parameter) {
        if (Torch.type(parameter) == DType.F32) {
            return new Master(parameter, parameter);
        }
        try (NDArray rounded = Torch.copyIn(owner, parameter)) {
            return new Master(parameter, Torch.to(rounded, DType.F32));
        }
    }

    /** Rounds the exact values of parameters that are not exact themselves. */
    static void publish(Collection<Master> all) {
        try (Autograd off = Autograd.off()) {
            for (Master one : all) {
                if (one.value != one.parameter) {
                    Torch.copyInto(one.parameter, one.value);
                }
            }
        }
    }
}
