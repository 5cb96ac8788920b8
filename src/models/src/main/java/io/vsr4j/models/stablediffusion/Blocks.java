package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;

/** The blocks' methods, and how one step follows another. */
final class Blocks {
    private static final TorchScript SCRIPT = TorchScript.resource(Blocks.class, "blocks.ts.py");

    private Blocks() {}

    static NDArray call(String method, Object... arguments) {
        return SCRIPT.call(method, arguments);
    }

    static void run(String method, Object... arguments) {
        SCRIPT.callForEffect(method, arguments);
    }

    /** Frees what a step has used up. */
    static NDArray after(NDArray used, NDArray result) {
        if (result != used) {
            used.close();
        }
        return result;
    }
}
