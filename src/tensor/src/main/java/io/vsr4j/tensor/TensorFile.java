package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file of named tensors, whatever its format. */
public interface TensorFile extends AutoCloseable {
    /** {@return what to call the file in a message} */
    String name();

    /** {@return the tensors by name, in the file's order} */
    Map<String, TensorInfo> tensors();

    /** {@return plain values that lie beside the tensors, as text by name} */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /** {@return SHA-256 of the whole file, in lower-case hexadecimal} */
    String sha256();

    /**
     * Gives one tensor, in the file's type and without copying where that is possible. It stays valid when this file is
     * closed.
     *
     * @param scope owns the result; on a GPU the tensor is copied there
     * @param name one of {@link #tensors}
     * @return the tensor
     */
    NDArray read(NDManager scope, String name);

    /**
     * Tells whether two names stand for the same elements of the file, as when a network registers a layer twice.
     *
     * @param one a name of {@link #tensors}
     * @param other a name of {@link #tensors}
     * @return whether they are one tensor
     */
    default boolean same(String one, String other) {
        return one.equals(other);
    }

    /**
     * Gives the same file under other names. It takes the place of this object, which it closes.
     *
     * @param table turns this file's names into others
     * @return the renamed file
     * @throws CheckpointException if two different tensors get one name
     */
    default TensorFile renamed(RenameTable table) {
        return new RenamedFile(this, table);
    }

    @Override
    void close();

    /**
     * Opens a checkpoint of any format that is known here, which its first bytes tell: safetensors, PyTorch's zip
     * archives and TorchScript, and the pickles of PyTorch before 1.6. An index ({@code *.index.json}) stands for the
     * files that it lists, and a folder for the weights in it under the usual names, such as
     * {@code diffusion_pytorch_model.safetensors}.
     *
     * @param path a file or a folder
     * @return its tensors, with all places checked
     * @throws CheckpointException if it is damaged, or of another format
     * @throws IOException if it cannot be read
     */
    static TensorFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return CheckpointFolder.open(path);
        }
        if (path.toString().endsWith(".index.json")) {
            return ShardedFile.open(path);
        }
        MappedFile file = MappedFile.of(path);
        return PyTorchFile.recognises(file) ? PyTorchFile.of(file) : Safetensors.of(file);
    }

    /**
     * Tells where a tensor lies.
     *
     * @param file any format
     * @param name the tensor
     * @return its entry
     * @throws CheckpointException if there is none of that name
     */
    static TensorInfo require(TensorFile file, String name) {
        TensorInfo info = file.tensors().get(name);
        if (info == null) {
            throw new CheckpointException(file.name() + " has no tensor '" + name + "'");
        }
        return info;
    }
}
