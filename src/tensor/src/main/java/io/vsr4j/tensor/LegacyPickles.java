package io.vsr4j.tensor;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format before PyTorch 1.6: pickles of a magic number, a version, the writer's machine, the objects and the keys of
 * the storages, then the storages one after another, each with its number of elements in front.
 */
final class LegacyPickles {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private final MappedFile file;
    private final PickleInput in;
    private final Map<String, Long> places = new HashMap<>();

    private LegacyPickles(MappedFile file, int maxBytes) {
        this.file = file;
        this.in = new PickleInput(file.name(), file.bytes(0, (int) Math.min(maxBytes, file.size())));
    }

    static PickledTensors read(MappedFile file, int maxBytes) {
        return new LegacyPickles(file, maxBytes).read();
    }

    private PickledTensors read() {
        require(MAGIC.equals(next()), "is not of torch.save: its magic number is another");
        require(Long.valueOf(VERSION).equals(next()), "has another version than " + VERSION);
        require(
                next() instanceof Map<?, ?> machine && Boolean.TRUE.equals(machine.get("little_endian")),
                "was written on a big-endian machine, expected little-endian numbers");
        TorchObjects objects = new TorchObjects(file.name(), false);
        Object root = new Unpickler(in, objects).load();
        Object keys = next();
        require(keys instanceof List, "has no list of storages");
        place((List<?>) keys, objects.storages());
        return new PickledTensors(file.name(), root, storage -> places.get(storage.key()));
    }

    private Object next() {
        return new Unpickler(in, new TorchObjects(file.name(), false)).load();
    }

    private void place(List<?> keys, Map<String, TorchObjects.Storage> storages) {
        long at = in.position();
        for (Object key : keys) {
            TorchObjects.Storage storage = key instanceof String ? storages.get(key) : null;
            require(storage != null, "lists a storage that it does not use");
            require(at <= file.size() - Long.BYTES, "ends before its storage '" + key + "'; truncated");
            long elements = file.bytes(at, Long.BYTES).getLong();
            require(
                    elements == storage.elements(),
                    "holds " + elements + " elements of storage '" + key + "', expected " + storage.elements());
            require(places.put(storage.key(), at + Long.BYTES) == null, "lists the storage '" + key + "' twice");
            at += Long.BYTES;
            long bytes = elements * storage.type().bytes();
            require(bytes <= file.size() - at, "ends within its storage '" + key + "'; truncated");
            at += bytes;
        }
        require(places.size() == storages.size(), "lacks some of its storages");
        require(at == file.size(), "goes on after its last storage");
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new CheckpointException(file.name() + ": the pickled checkpoint " + problem);
        }
    }
}
