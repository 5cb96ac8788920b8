package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/** A file of named tensors, whatever its format. */
public interface TensorFile extends AutoCloseable {
    /** {@return what to call the file in a message} */
    String name();

    /** {@return the tensors by name, in the file's order} */
    Map<String, TensorInfo> tensors();

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

    @Override
    void close();
}
