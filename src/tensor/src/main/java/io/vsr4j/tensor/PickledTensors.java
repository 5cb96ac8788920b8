package io.vsr4j.tensor;

import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Unpickler.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Names what a pickle holds: keys of nested dictionaries, attributes and positions in lists, joined by dots. Tensors
 * become entries of a checkpoint, plain values become text, anything else is passed over.
 */
final class PickledTensors {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_VALUES = 1_000_000;
    private static final int MAX_NAME = 2_000;
    private static final long MAX_TEXT = 1 << 26;

    private final String what;
    private final ToLongFunction<TorchObjects.Storage> places;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private int values;
    private long text;

    /**
     * @param what the file, for messages
     * @param root what was unpickled
     * @param places tells the first byte of a storage in the file
     */
    PickledTensors(String what, Object root, ToLongFunction<TorchObjects.Storage> places) {
        this.what = what;
        this.places = places;
        walk("", root, 0);
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void walk(String name, Object value, int depth) {
        // A structure may contain itself, or so many references to one part that naming all of them does not end.
        if (depth > MAX_DEPTH || ++values > MAX_VALUES || (text += name.length()) > MAX_TEXT) {
            throw new CheckpointException(what + ": the pickle's objects contain each other more than " + MAX_DEPTH
                    + " deep, or more than " + MAX_VALUES + " times");
        }
        if (value instanceof TorchObjects.Tensor tensor) {
            put(name.isEmpty() ? "tensor" : name, tensor);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> walk(join(name, String.valueOf(key)), item, depth + 1));
        } else if (value instanceof Tuple tuple) {
            walkList(name, tuple.items(), depth);
        } else if (value instanceof List<?> list) {
            walkList(name, list, depth);
        } else if (value instanceof TorchObjects.ScriptObject object) {
            walk(name, object.state(), depth + 1);
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            String plain = value.toString();
            text += value instanceof String ? 0 : plain.length(); // each mention of a number is a text of its own
            metadata.put(name, plain);
        }
    }

    private void walkList(String name, List<?> items, int depth) {
        for (int i = 0; i < items.size(); i++) {
            walk(join(name, Integer.toString(i)), items.get(i), depth + 1);
        }
    }

    private String join(String name, String part) {
        if (name.length() + part.length() > MAX_NAME) {
            throw new CheckpointException(what + ": the pickle has a name of more than " + MAX_NAME + " letters");
        }
        return name.isEmpty() ? part : name + "." + part;
    }

    private void put(String name, TorchObjects.Tensor tensor) {
        TorchObjects.Storage storage = tensor.storage();
        long offset = places.applyAsLong(storage)
                + storage.first() * storage.type().bytes()
                + tensor.first() * tensor.type().bytes();
        TensorInfo info = new TensorInfo(tensor.type(), new Shape(tensor.shape()), offset, tensor.strides());
        if (tensors.put(name, info) != null) {
            throw new CheckpointException(what + ": tensor '" + name + "' appears twice");
        }
    }
}
