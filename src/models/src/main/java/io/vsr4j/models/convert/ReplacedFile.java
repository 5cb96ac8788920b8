package io.vsr4j.models.convert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A checkpoint some of whose tensors another one has instead. */
final class ReplacedFile implements TensorFile {
    private final TensorFile file;
    private final TensorFile other;
    private final Map<String, TensorInfo> tensors;

    /** Both are closed with this. Refuses a tensor that the first has not, or has in another shape. */
    ReplacedFile(TensorFile file, TensorFile other) {
        this.file = file;
        this.other = other;
        tensors = new LinkedHashMap<>(file.tensors());
        try {
            other.tensors().forEach(this::replace);
        } catch (CheckpointException e) {
            close();
            throw e;
        }
    }

    private void replace(String name, TensorInfo info) {
        TensorInfo before = TensorFile.require(file, name);
        if (!before.shape().equals(info.shape())) {
            throw new CheckpointException(other.name() + ": tensor '" + name + "' has shape " + info.shape() + ", in "
                    + file.name() + " it has " + before.shape() + "; are they of one size?");
        }
        tensors.put(name, info);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String sha256() {
        return Sha256.of(ByteBuffer.wrap((file.sha256() + other.sha256()).getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public NDArray read(NDManager scope, String name) {
        return (other.tensors().containsKey(name) ? other : file).read(scope, name);
    }

    @Override
    public void close() {
        file.close();
        other.close();
    }
}
