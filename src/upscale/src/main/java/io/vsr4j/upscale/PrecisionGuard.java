package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.TorchScript;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A network that may compute in few bits, and the same one in single precision for windows that are too much for those.
 * Which one a window takes is a function of that window alone.
 */
final class PrecisionGuard {
    private static final TorchScript FINITE = TorchScript.resource(PrecisionGuard.class, "finite.ts.py");

    private final VsrModel model;
    private final Optional<Supplier<VsrModel>> exact;
    private final Set<Window> recomputed = new HashSet<>();

    /**
     * @param model the network
     * @param exact gives the network in single precision, asked only where it is needed; empty if {@code model} is that
     */
    PrecisionGuard(VsrModel model, Optional<Supplier<VsrModel>> exact) {
        this.model = model;
        this.exact = exact;
    }

    /**
     * Computes a window, again in single precision if some of its numbers are none.
     *
     * @param window which one
     * @param compute passes it through a network
     * @return the result
     * @throws BrokenOutputException if some numbers are none even so
     */
    NDArray finite(Window window, Function<VsrModel, NDArray> compute) {
        NDArray result = compute.apply(model);
        if (!isFinite(result) && exact.isPresent()) {
            result.close();
            recomputed.add(window);
            result = compute.apply(exact.get().get());
        }
        if (!isFinite(result)) {
            result.close();
            throw new BrokenOutputException("model '" + model.card().id() + "' gave numbers that are none (NaN or"
                    + " infinite) for frames " + window.first() + " to " + (window.end() - 1)
                    + ", in single precision; its weights may be damaged");
        }
        return result;
    }

    /** {@return how many windows were computed again} */
    int recomputed() {
        return recomputed.size();
    }

    private static boolean isFinite(NDArray result) {
        try (NDArray finite = FINITE.call("finite", result)) {
            return finite.getBoolean();
        }
    }
}
