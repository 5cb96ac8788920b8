package io.vsr4j.tensor;

import io.vsr4j.tensor.Unpickler.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few Python names that may stand in a checkpoint, and what they make. Everything else is refused by name. */
final class TorchObjects {
    /** Stands for bytes, which are passed over. */
    static final Object BYTES = new Object();

    private static final int MAX_AXES = 32;

    /** A stretch of elements that tensors are cut from: where it begins within the storage of that key. */
    record Storage(String key, DType type, long elements, long first, long length) {}

    /** A tensor: element type, first element within its storage, axes and steps between them. */
    record Tensor(Storage storage, DType type, long first, long[] shape, List<Long> strides) {}

    /** An object of TorchScript: only its attributes count. */
    static final class ScriptObject {
        private Object state;

        Object state() {
            return state;
        }
    }

    private enum Call {
        DICTIONARY,
        TENSOR,
        TYPED_TENSOR,
        FIRST_ARGUMENT,
        BYTES,
        SCRIPT_OBJECT
    }

    /** Class of a storage; one without a type counts bytes. */
    private record StorageClass(DType type) {}

    /** A class that a training checkpoint names and nothing is made of, such as the key of a callback's state. */
    record ClassName(String path) {
        @Override
        public String toString() {
            return path;
        }
    }

    private static final Map<String, Object> GLOBALS = globals();

    private final String what;
    private final boolean script;
    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /**
     * @param what the file, for messages
     * @param script whether classes of TorchScript may be named, as only its own archives do
     */
    TorchObjects(String what, boolean script) {
        this.what = what;
        this.script = script;
    }

    private static Map<String, Object> globals() {
        Map<String, Object> globals = new LinkedHashMap<>();
        globals.put("collections.OrderedDict", Call.DICTIONARY);
        globals.put("torch._utils._rebuild_tensor", Call.TENSOR);
        globals.put("torch._utils._rebuild_tensor_v2", Call.TENSOR);
        globals.put("torch._utils._rebuild_tensor_v3", Call.TYPED_TENSOR);
        globals.put("torch._utils._rebuild_parameter", Call.FIRST_ARGUMENT);
        globals.put("torch._utils._rebuild_parameter_with_state", Call.FIRST_ARGUMENT);
        globals.put("torch.Size", Call.FIRST_ARGUMENT);
        for (String python : List.of("__builtin__", "builtins")) { // before protocol 4 a set is made from a list
            globals.put(python + ".set", Call.FIRST_ARGUMENT);
            globals.put(python + ".frozenset", Call.FIRST_ARGUMENT);
        }
        globals.put("_codecs.encode", Call.BYTES);
        // Checkpoints of PyTorch Lightning 1.x, AdcSR's halfDecoder.ckpt among them, have it as a key.
        String callback = "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint";
        globals.put(callback, new ClassName(callback));
        Map<String, DType> storages = Map.of(
                "Byte",
                DType.U8,
                "Char",
                DType.I8,
                "Short",
                DType.I16,
                "Int",
                DType.I32,
                "Long",
                DType.I64,
                "Half",
                DType.F16,
                "Float",
                DType.F32,
                "Double",
                DType.F64,
                "Bool",
                DType.BOOL,
                "BFloat16",
                DType.BF16);
        storages.forEach((name, type) -> {
            globals.put("torch." + name + "Storage", new StorageClass(type));
            globals.put("torch.cuda." + name + "Storage", new StorageClass(type));
        });
        for (String name : List.of("torch.UntypedStorage", "torch.storage.UntypedStorage")) {
            globals.put(name, new StorageClass(null));
        }
        Map<String, DType> types = Map.of(
                "uint8",
                DType.U8,
                "int8",
                DType.I8,
                "int16",
                DType.I16,
                "int32",
                DType.I32,
                "int64",
                DType.I64,
                "float16",
                DType.F16,
                "float32",
                DType.F32,
                "float64",
                DType.F64,
                "bool",
                DType.BOOL,
                "bfloat16",
                DType.BF16);
        types.forEach((name, type) -> globals.put("torch." + name, type));
        return globals;
    }

    /** All storages that were referred to, by key; of a stretch, the storage that it lies in. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** What a name stands for. */
    Object global(String module, String name) {
        String path = module + "." + name;
        Object known = GLOBALS.get(path);
        if (known != null) {
            return known;
        }
        if (script && (module.equals("__torch__") || module.startsWith("__torch__."))) {
            return Call.SCRIPT_OBJECT;
        }
        if (script
                && module.equals("torch.jit._pickle")
                && (name.equals("restore_type_tag") || name.matches("build_(int|double|bool|tensor)list"))) {
            return Call.FIRST_ARGUMENT;
        }
        throw new CheckpointException(what + ": the pickle names " + shown(path) + ", which is neither a tensor nor a"
                + " basic type; the file is refused and nothing of it was run");
    }

    /** What a call, or the making of an object, gives. */
    Object call(Object callee, List<Object> arguments) {
        if (!(callee instanceof Call call)) {
            throw fail("calls something that cannot be called");
        }
        return switch (call) {
            case DICTIONARY -> dictionary(arguments);
            case TENSOR -> tensor(arguments, null);
            case TYPED_TENSOR -> tensor(arguments, argument(arguments, 6, DType.class));
            case FIRST_ARGUMENT -> argument(arguments, 0, Object.class);
            case BYTES -> BYTES;
            case SCRIPT_OBJECT -> new ScriptObject();
        };
    }

    /** Sets an object's state. That of a dictionary, the versions of its modules, is passed over. */
    void build(Object target, Object state) {
        if (target instanceof ScriptObject object) {
            object.state = state;
        } else if (!(target instanceof Map)) {
            throw fail("sets the state of something that has none");
        }
    }

    /** What a persistent id stands for, which is always a storage. */
    Storage storage(Object id) {
        Storage storage = readStorage(id);
        Storage whole = new Storage(storage.key, storage.type, storage.elements, 0, storage.elements);
        Storage before = storages.putIfAbsent(storage.key, whole);
        if (before != null && !before.equals(whole)) {
            throw fail("has two storages of the key '" + storage.key + "'");
        }
        return storage;
    }

    private Storage readStorage(Object id) {
        if (!(id instanceof Tuple tuple)
                || tuple.items().size() < 5
                || tuple.items().size() > 6
                || !"storage".equals(tuple.items().get(0))) {
            throw fail("refers to something outside that is no storage");
        }
        List<Object> items = tuple.items();
        DType type = argument(items, 1, StorageClass.class).type;
        type = type == null ? DType.U8 : type;
        long elements = count("size of a storage", items.get(4));
        TensorInfo.bytes(what + ": storage", type, new long[] {elements});
        if (items.size() < 6 || items.get(5) == null) {
            return new Storage(argument(items, 2, String.class), type, elements, 0, elements);
        }
        List<Object> view = argument(items, 5, Tuple.class).items();
        long first = count("offset of a storage", argument(view, 1, Object.class));
        long length = count("size of a storage", argument(view, 2, Object.class));
        if (first > elements || length > elements - first) {
            throw fail("has a stretch " + first + " + " + length + " of a storage of " + elements + " elements");
        }
        return new Storage(argument(items, 2, String.class), type, elements, first, length);
    }

    private Object dictionary(List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw fail("makes a dictionary from a list, expected an empty one");
        }
        return new LinkedHashMap<>();
    }

    private Tensor tensor(List<Object> arguments, DType given) {
        Storage storage = argument(arguments, 0, Storage.class);
        DType type = given == null ? storage.type : given;
        long first = count("offset of a tensor", argument(arguments, 1, Object.class));
        List<Long> shape = counts("shape", argument(arguments, 2, Tuple.class));
        List<Long> strides = counts("strides", argument(arguments, 3, Tuple.class));
        if (shape.size() != strides.size()) {
            throw fail("has a tensor of shape " + shape + " with strides " + strides);
        }
        checkReach(storage, type, first, shape, strides);
        return new Tensor(
                storage, type, first, shape.stream().mapToLong(Long::longValue).toArray(), strides);
    }

    /** A tensor lies in its storage, and repeats elements of it by strides of 0 only to a bearable size. */
    private void checkReach(Storage storage, DType type, long first, List<Long> shape, List<Long> strides) {
        String tensor = "has a tensor of shape " + shape + ", strides " + strides + " and offset " + first
                + " in a storage of " + storage.length + " " + storage.type + " elements";
        long room = storage.length * storage.type.bytes() / type.bytes();
        long bytes = TensorInfo.bytes(
                what, type, shape.stream().mapToLong(Long::longValue).toArray());
        long end = first;
        try {
            for (int axis = 0; axis < shape.size() && bytes > 0; axis++) {
                end = Math.addExact(end, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
            }
        } catch (ArithmeticException e) {
            throw new CheckpointException(what + ": the pickle " + tensor, e);
        }
        if (end > room || end == room && bytes > 0) {
            throw fail(tensor);
        }
        if (bytes > Math.max(storage.length * storage.type.bytes(), 1 << 26)) {
            throw fail(tensor + ", which repeats itself to " + bytes + " bytes");
        }
    }

    private List<Long> counts(String of, Tuple tuple) {
        if (tuple.items().size() > MAX_AXES) {
            throw fail("has a tensor of " + tuple.items().size() + " axes, at most " + MAX_AXES + " are read");
        }
        List<Long> counts = new ArrayList<>();
        for (Object item : tuple.items()) {
            counts.add(count(of, item));
        }
        return counts;
    }

    private long count(String of, Object value) {
        if (!(value instanceof Long count) || count < 0) {
            throw fail("has a " + of + " that is no number from 0"
                    + (value instanceof Number ? ", got " + shown(value.toString()) : ""));
        }
        return count;
    }

    private <T> T argument(List<Object> arguments, int index, Class<T> type) {
        Object value = index < arguments.size() ? arguments.get(index) : null;
        if (!type.isInstance(value)) {
            throw fail("gives no " + type.getSimpleName() + " as argument " + index + " of a call");
        }
        return type.cast(value);
    }

    private static String shown(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "..." : text;
    }

    private CheckpointException fail(String problem) {
        return new CheckpointException(what + ": the pickle " + problem);
    }
}
