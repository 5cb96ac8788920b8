package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a checkpoint as a network asks for them: by name, each with the shape it must have. A tensor that is
 * missing or wrongly shaped is an error when it is asked for, one that nobody asked for is an error at the end. Several
 * threads may ask; they take turns, whatever the file's format.
 *
 * <pre>{@code
 * try (Weights weights = Weights.open(path)) {
 *     network = new Network(weights, manager);
 *     weights.requireAllUsed();
 * }
 * }</pre>
 */
public final class Weights implements AutoCloseable {
    private final TensorFile file;
    private final Set<String> unused;

    private Weights(TensorFile file) {
        this.file = file;
        this.unused = new LinkedHashSet<>(file.tensors().keySet());
    }

    /**
     * Takes over an open file, and closes it when it is closed itself.
     *
     * @param file any format
     * @return its tensors, none used yet
     */
    public static Weights of(TensorFile file) {
        return new Weights(file);
    }

    /**
     * Opens a checkpoint of any format; see {@link TensorFile#open}.
     *
     * @param path a file, an index of several files, or a folder
     * @return its tensors, none used yet
     * @throws IOException if it cannot be read
     */
    public static Weights open(Path path) throws IOException {
        return new Weights(TensorFile.open(path));
    }

    /**
     * Opens a safetensors file on the class path.
     *
     * @param anchor a class in the resource's package
     * @param resource relative to that package
     * @return its tensors, none used yet
     */
    public static Weights resource(Class<?> anchor, String resource) {
        return new Weights(Safetensors.resource(anchor, resource));
    }

    /**
     * Gives the same checkpoint under other names. It takes the place of this object, which must not be used any more.
     *
     * @param table turns the file's names into those that the network asks for
     * @return its tensors, none used yet
     * @throws CheckpointException if two different tensors get one name
     */
    public Weights renamed(RenameTable table) {
        return new Weights(file.renamed(table));
    }

    /**
     * Gives the same checkpoint with low-rank changes merged into its weights. It takes the place of this object, which
     * must not be used any more, and of the changes' file.
     *
     * @param lora the changes, whose names must be those of this checkpoint
     * @return its tensors, none used yet
     * @throws CheckpointException if a change belongs to no tensor here, or to one of another shape
     */
    public Weights withLora(Lora lora) {
        return new Weights(new LoraFile(file, lora));
    }

    /**
     * Gives one tensor, in the file's type.
     *
     * @param scope owns it; on a GPU it is copied there
     * @param name the checkpoint's own key
     * @param expected the shape that the network needs
     * @return the tensor
     * @throws CheckpointException if there is none of that name, or its shape is another
     */
    public synchronized NDArray load(NDManager scope, String name, Shape expected) {
        require(name, expected);
        NDArray tensor = file.read(scope, name);
        tensor.setName(name);
        return tensor;
    }

    /**
     * Checks that a tensor is there, without reading it. It counts as used: whoever reads only when the time comes can
     * refuse a wrong checkpoint at once.
     *
     * @param name the checkpoint's own key
     * @param expected the shape that the network needs
     * @throws CheckpointException if there is none of that name, or its shape is another
     */
    public synchronized void require(String name, Shape expected) {
        TensorInfo info = file.tensors().get(name);
        if (info == null) {
            throw new CheckpointException(file.name() + " has no tensor '" + name + "' (expected shape " + expected
                    + "); is it a checkpoint of another model?");
        }
        if (!info.shape().equals(expected)) {
            throw new CheckpointException(file.name() + ": tensor '" + name + "' has shape " + info.shape()
                    + ", expected " + expected + "; is it a checkpoint of another size?");
        }
        unused.remove(name);
    }

    /**
     * Gives one tensor in a type of the caller's choice.
     *
     * @param scope owns it
     * @param name the checkpoint's own key
     * @param expected the shape that the network needs
     * @param type cast to this
     * @return the tensor
     */
    public NDArray load(NDManager scope, String name, Shape expected, DType type) {
        NDArray stored = load(scope, name, expected);
        if (file.tensors().get(name).type() == type) {
            return stored;
        }
        try (stored) {
            NDArray cast = Torch.to(stored, type);
            cast.setName(name);
            return cast;
        }
    }

    /**
     * Tells a tensor's shape, for networks whose sizes the checkpoint decides.
     *
     * @param name the checkpoint's own key
     * @return its shape
     * @throws CheckpointException if there is none of that name
     */
    public Shape shape(String name) {
        return TensorFile.require(file, name).shape();
    }

    /** {@return plain values that lie beside the tensors, as text by name} */
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /** {@return the names that the file has} */
    public Set<String> names() {
        return file.tensors().keySet();
    }

    /** {@return the names that have not been loaded} */
    public synchronized Set<String> unused() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(unused));
    }

    /**
     * Checks that the network took everything.
     *
     * @throws CheckpointException if a tensor is left over
     */
    public synchronized void requireAllUsed() {
        if (!unused.isEmpty()) {
            String first = unused.iterator().next();
            throw new CheckpointException(file.name() + ": " + unused.size() + " tensors are left over, the first is '"
                    + first + "' " + file.tensors().get(first).shape() + "; is it a checkpoint of another model?");
        }
    }

    /** {@return SHA-256 of the file} */
    public String sha256() {
        return file.sha256();
    }

    @Override
    public synchronized void close() {
        file.close();
    }
}
