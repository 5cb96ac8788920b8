package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Processor;
import io.vsr4j.tensor.TorchScript;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** The blocks' methods, and how one step follows another. */
final class Blocks {
    /** Whether the blocks' convolution takes filters as oneDNN has them. */
    static final boolean ONE_DNN = Processor.hasOneDnn();

    private static final TorchScript SCRIPT =
            TorchScript.resource(Blocks.class, "blocks.ts.py", ONE_DNN ? "conv_onednn.ts.py" : "conv.ts.py");

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

    /** Puts a step's result in the place of what it used up. */
    static void replace(Deque<NDArray> stack, UnaryOperator<NDArray> step) {
        NDArray used = stack.pop();
        stack.push(after(used, step.apply(used)));
    }
}
