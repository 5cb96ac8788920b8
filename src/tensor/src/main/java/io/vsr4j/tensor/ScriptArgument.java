package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A list or dictionary of arrays that is handed to native code once and then used in many calls: the weights of a
 * block. It keeps the arrays' memory alive by itself; close it with the model that owns them.
 */
public final class ScriptArgument implements AutoCloseable {
    private final IValue value;

    /** What the arrays lie in where that is Java's; it must stay as long as the value. */
    private List<Object> buffers;

    private ScriptArgument(IValue value, Collection<NDArray> arrays) {
        this.value = value;
        this.buffers =
                arrays.stream().map(JavaMemory::of).filter(Objects::nonNull).toList();
    }

    /**
     * Prepares a {@code Dict[str, Tensor]}.
     *
     * @param arrays at least one array by name
     * @return the argument
     */
    public static ScriptArgument dict(Map<String, NDArray> arrays) {
        return new ScriptArgument(mapOf(arrays), arrays.values());
    }

    /**
     * Prepares a {@code List[Tensor]}.
     *
     * @param arrays in order
     * @return the argument
     */
    public static ScriptArgument list(List<NDArray> arrays) {
        return new ScriptArgument(listOf(arrays), arrays);
    }

    @Override
    public void close() {
        value.close();
        buffers = List.of();
    }

    /** Whether the native value outlives the call that it is used in. */
    static boolean isShared(Object argument) {
        return argument == null || argument instanceof ScriptArgument;
    }

    static IValue valueOf(Object argument) {
        if (argument == null) {
            return None.VALUE;
        }
        if (argument instanceof NDArray array) {
            return IValue.from((PtNDArray) array);
        }
        if (argument instanceof ScriptArgument prepared) {
            return prepared.value;
        }
        if (argument instanceof Integer || argument instanceof Long) {
            return IValue.from(((Number) argument).longValue());
        }
        if (argument instanceof Float || argument instanceof Double) {
            return IValue.from(((Number) argument).doubleValue());
        }
        if (argument instanceof Boolean flag) {
            return IValue.from(flag);
        }
        if (argument instanceof String text) {
            return IValue.from(text);
        }
        if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        }
        if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        }
        if (argument instanceof Map<?, ?> arrays) {
            return mapOf(arrays);
        }
        if (argument instanceof List<?> arrays) {
            return listOf(arrays);
        }
        throw new IllegalArgumentException(
                "a " + argument.getClass().getName() + " cannot be passed to a TorchScript method");
    }

    private static IValue mapOf(Map<?, ?> arrays) {
        if (arrays.isEmpty()) {
            throw new IllegalArgumentException("a dictionary argument must hold at least one array");
        }
        Map<String, PtNDArray> natives = new LinkedHashMap<>();
        arrays.forEach((name, array) -> natives.put((String) name, (PtNDArray) array));
        return IValue.stringMapFrom(natives);
    }

    private static IValue listOf(List<?> arrays) {
        return IValue.listFrom(arrays.stream().map(a -> (PtNDArray) a).toArray(PtNDArray[]::new));
    }

    /** DJL cannot make this value, but a method can return it. */
    private static final class None {
        private static final IValue VALUE = TorchScript.compile("""
                        def none(self) -> Optional[Tensor]:
                          return None
                        """).run("none");
    }
}
