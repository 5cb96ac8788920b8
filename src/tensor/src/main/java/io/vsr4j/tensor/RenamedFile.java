package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A checkpoint under other names. */
final class RenamedFile implements TensorFile {
    private final TensorFile file;
    private final Map<String, String> originals = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /** Refuses two tensors of one name, unless they are the same tensor twice. */
    RenamedFile(TensorFile file, RenameTable table) {
        this.file = file;
        file.tensors().forEach((original, info) -> table.rename(original).ifPresent(name -> {
            String before = originals.putIfAbsent(name, original);
            if (before == null) {
                tensors.put(name, table.isMatrix(name) ? asMatrix(info) : info);
            } else if (!file.same(before, original)) {
                throw new CheckpointException(file.name() + ": tensors '" + before + "' and '" + original
                        + "' are different but both become '" + name + "'");
            }
        }));
    }

    private static TensorInfo asMatrix(TensorInfo info) {
        Shape shape = info.shape();
        if (shape.dimension() != 4 || shape.get(2) != 1 || shape.get(3) != 1) {
            return info;
        }
        return new TensorInfo(
                info.type(), shape.slice(0, 2), info.offset(), info.strides().subList(0, 2));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Map<String, String> metadata() {
        return file.metadata();
    }

    @Override
    public String sha256() {
        return file.sha256();
    }

    @Override
    public NDArray read(NDManager scope, String name) {
        Shape shape = TensorFile.require(this, name).shape();
        NDArray tensor = file.read(scope, originals.get(name));
        if (tensor.getShape().equals(shape)) {
            return tensor;
        }
        try (tensor) {
            return tensor.reshape(shape);
        }
    }

    @Override
    public boolean same(String one, String other) {
        TensorFile.require(this, one);
        TensorFile.require(this, other);
        return file.same(originals.get(one), originals.get(other));
    }

    @Override
    public void close() {
        file.close();
    }
}
