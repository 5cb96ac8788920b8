package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Methods written in TorchScript, the typed subset of Python that libtorch itself interprets. A room that needs an
 * operation which DJL lacks, or wants a whole block in one native call, keeps it in a readable text resource:
 *
 * <pre>
 * # Residual block of the decoder.
 * def block(self, x: Tensor, w: Dict[str, Tensor], groups: int) -&gt; Tensor:
 *   h = torch.silu(torch.group_norm(x, groups, w["norm.weight"], w["norm.bias"], 1e-6))
 *   return x + torch.conv2d(h, w["conv.weight"], w["conv.bias"], [1, 1], [1, 1])
 * </pre>
 *
 * and calls it:
 *
 * <pre>{@code
 * private static final TorchScript BLOCKS = TorchScript.resource(Decoder.class, "decoder.ts.py");
 * NDArray y = BLOCKS.call("block", x, weights, 32);
 * }</pre>
 *
 * <p>What the text may use: {@code torch.*} functions in their operator form (every optional argument is positional or
 * named; data types are the integers of {@link DType}), arithmetic, slices, {@code if}, {@code for ... in range(n)},
 * lists, dictionaries, tuples. Each method starts at the left margin with {@code def name(self}.
 *
 * <p>Arguments: an {@link NDArray}, a {@link ScriptArgument} (prepared lists and dictionaries), {@code null} for an
 * {@code Optional}, {@code Integer} or {@code Long}, {@code Float} or {@code Double}, {@code Boolean}, {@code String},
 * {@code long[]}, {@code double[]}, a {@code Map<String, NDArray>} for {@code Dict[str, Tensor]} and a
 * {@code List<NDArray>} for {@code List[Tensor]}.
 *
 * <p>Code runs as written, step by step: the optimising executor is off, because it rewrites a method after its first
 * runs, and then equal input need not give equal bits. Intermediates are freed at their last use. Gradients flow
 * through if the thread records ({@link Autograd}). Calls may come from several threads.
 */
public final class TorchScript {
    private static final Pattern METHOD = Pattern.compile("(?m)^def (\\w+)\\(self\\b");
    private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    private final String text;
    private PtSymbolBlock module;

    private TorchScript(String text) {
        this.text = text;
    }

    /**
     * Compiles methods. What they compile to stays until the process ends, so compile once and keep it in a constant.
     *
     * @param text one or more methods
     * @return the compiled methods
     * @throws ai.djl.engine.EngineException if the text is not valid; the message points at the place
     */
    public static TorchScript compile(String text) {
        TorchScript script = new TorchScript(text);
        script.module();
        return script;
    }

    private synchronized PtSymbolBlock module() {
        if (module == null) {
            String body = METHOD.matcher(text)
                    .replaceAll("def $1(self: " + TorchArchive.CLASS)
                    .indent(2);
            NDManager owner = TorchEngine.newManager(Device.cpu());
            try {
                module = JniUtils.loadModule(
                        (PtNDManager) owner, new ByteArrayInputStream(TorchArchive.of(body)), true, false);
            } catch (IOException e) {
                throw new UncheckedIOException("memory does not fail", e);
            }
        }
        return module;
    }

    /**
     * Reads text resources and compiles them, one after the other as one text, at the first call. So classes that hold
     * one in a constant can declare their networks without the engine.
     *
     * @param anchor a class in the resources' package
     * @param names the resources, relative to that package
     * @return the methods
     * @throws IllegalArgumentException if there is no such resource
     */
    public static TorchScript resource(Class<?> anchor, String... names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            try (InputStream in = anchor.getResourceAsStream(name)) {
                if (in == null) {
                    throw new IllegalArgumentException(
                            "no resource '" + name + "' in package " + anchor.getPackageName());
                }
                text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read resource " + name, e);
            }
        }
        return new TorchScript(text.toString());
    }

    /**
     * Runs a method that returns one array. The result belongs to the manager of the first array among the arguments
     * themselves (not inside lists and dictionaries).
     *
     * @param method its name
     * @param arguments see the class
     * @return the result
     */
    public NDArray call(String method, Object... arguments) {
        return callIn(ownerOf(method, arguments), method, arguments);
    }

    /**
     * Runs a method that returns one array, which is given to a manager of the caller's choice.
     *
     * @param owner receives the result
     * @param method its name
     * @param arguments see the class
     * @return the result
     */
    public NDArray callIn(NDManager owner, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * Runs a method that returns a tuple or a list of arrays. The owner is as with {@link #call}.
     *
     * @param method its name
     * @param arguments see the class
     * @return the results in order, nested ones flattened
     */
    public NDList callForList(String method, Object... arguments) {
        return callForListIn(ownerOf(method, arguments), method, arguments);
    }

    /**
     * Runs a method that returns a tuple or a list of arrays, which are given to a manager of the caller's choice.
     *
     * @param owner receives the results
     * @param method its name
     * @param arguments see the class
     * @return the results in order, nested ones flattened
     */
    public NDList callForListIn(NDManager owner, String method, Object... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toNDList((PtNDManager) owner);
        }
    }

    /**
     * Runs a method for its effect on the memory of its arguments.
     *
     * @param method its name
     * @param arguments see the class
     */
    public void callForEffect(String method, Object... arguments) {
        run(method, arguments).close();
    }

    /** Runs a method; the caller closes the value. */
    IValue run(String method, Object... arguments) {
        PLAIN_EXECUTOR.get();
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = ScriptArgument.valueOf(arguments[i]);
            }
            return JitBridge.run(module(), method, values);
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null && !ScriptArgument.isShared(arguments[i])) {
                    values[i].close();
                }
            }
        }
    }

    private static NDManager ownerOf(String method, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof NDArray array) {
                return array.getManager();
            }
        }
        throw new IllegalArgumentException(
                "call of '" + method + "' has no array to take the manager from; use callIn");
    }
}
