package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** The blocks' methods, and how one step follows another. */
final class Blocks {
    /** Whether the blocks' convolution takes filters as oneDNN has them. */
    static final boolean ONE_DNN = System.getProperty("os.arch").equals("amd64");

    private static final TorchScript SCRIPT =
            TorchScript.compile(text("blocks.ts.py") + text(ONE_DNN ? "conv_onednn.ts.py" : "conv.ts.py"));

    private Blocks() {}

    private static String text(String resource) {
        try (InputStream in = Blocks.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

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
