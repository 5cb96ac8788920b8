package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/**
 * Reads a checkpoint that {@code torch.save} wrote ({@code .pt}, {@code .pth}, {@code .pkl}, {@code .ckpt},
 * {@code .bin}), now or before PyTorch 1.6, and the tensors of a TorchScript archive. Its pickle is read without running
 * anything: tensors, parameters, dictionaries, lists and plain values are known, and a file that names any other Python
 * class or function is refused as a whole.
 *
 * <p>A name is the way to the tensor, joined by dots: {@code state_dict.conv.weight} for the key {@code conv.weight} of a
 * dictionary under {@code state_dict}, {@code optimizer.0.rate} for a list. Several names may share elements
 * ({@link #same}). Plain values on the way are {@link #metadata}.
 *
 * <p>Tensors are views of the file mapped into memory where they lie row by row, and copies otherwise.
 */
public final class PyTorchFile implements TensorFile {
    private static final int MAX_PICKLE_BYTES = 1 << 25;

    private final MappedFile file;
    private final PickledTensors content;

    private PyTorchFile(MappedFile file, PickledTensors content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return the file, with its pickle read and all places checked
     * @throws CheckpointException if it is neither kind of file, damaged, or holds more than tensors and plain values
     * @throws IOException if it cannot be read
     */
    public static PyTorchFile open(Path path) throws IOException {
        return of(MappedFile.of(path));
    }

    /** Whether the first bytes are those of a zip archive or a pickle, and not of a safetensors header's length. */
    static boolean recognises(MappedFile file) {
        ByteBuffer start = file.bytes(0, (int) Math.min(9, file.size()));
        boolean pickle = start.remaining() == 9
                && start.get(0) == (byte) 0x80
                && start.get(1) >= 2
                && start.get(1) <= 5
                && start.get(8) != '{';
        return zip(start) || pickle;
    }

    private static boolean zip(ByteBuffer start) {
        return start.remaining() >= 4 && start.getInt(0) == ZipEntries.LOCAL;
    }

    /** Opens a file, or bytes in memory. */
    static PyTorchFile of(MappedFile file) {
        boolean zip = zip(file.bytes(0, (int) Math.min(4, file.size())));
        return new PyTorchFile(file, zip ? readZip(file) : LegacyPickles.read(file, MAX_PICKLE_BYTES));
    }

    /** An archive has one folder, with the pickle in {@code data.pkl} and one entry for each storage below it. */
    private static PickledTensors readZip(MappedFile file) {
        ZipEntries zip = new ZipEntries(file);
        String first = zip.all().keySet().stream().findFirst().orElse("");
        String folder = first.substring(0, first.indexOf('/') + 1);
        boolean script = zip.all().containsKey(folder + "constants.pkl");
        requireLittleEndian(file, zip, folder + "byteorder");
        PickleInput in = new PickleInput(file.name(), zip.content(folder + "data.pkl", MAX_PICKLE_BYTES));
        Object root = new Unpickler(in, new TorchObjects(file.name(), script)).load();
        if (in.remaining() > 0) {
            throw in.fail("goes on after its end");
        }
        return new PickledTensors(file.name(), root, storage -> {
            ZipEntries.Entry entry = zip.stored(folder + "data/" + storage.key());
            long bytes = storage.elements() * storage.type().bytes();
            if (entry.size() != bytes) {
                throw new CheckpointException(file.name() + ": entry '" + entry.name() + "' has " + entry.size()
                        + " bytes, its storage of " + storage.elements() + " " + storage.type() + " needs " + bytes);
            }
            return entry.offset();
        });
    }

    private static void requireLittleEndian(MappedFile file, ZipEntries zip, String entry) {
        if (!zip.all().containsKey(entry)) {
            return; // before PyTorch 2.1, which wrote the order of the machine, and few had another
        }
        ByteBuffer order = zip.content(entry, 16);
        if (!"little".equals(new PickleInput(file.name(), order).text(order.remaining()))) {
            throw new CheckpointException(
                    file.name() + " was written on a big-endian machine, expected little-endian numbers");
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(content.tensors());
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(content.metadata());
    }

    @Override
    public String sha256() {
        return file.sha256();
    }

    @Override
    public NDArray read(NDManager scope, String tensor) {
        return file.read(scope, TensorFile.require(this, tensor));
    }

    @Override
    public boolean same(String one, String other) {
        return TensorFile.require(this, one).equals(TensorFile.require(this, other));
    }

    @Override
    public void close() {
        file.close();
    }
}
