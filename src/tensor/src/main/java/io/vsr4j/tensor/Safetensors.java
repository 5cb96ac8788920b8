package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads a <a href="https://huggingface.co/docs/safetensors">safetensors</a> file of any size. Nothing is read but the
 * header; tensors are views of the file mapped into memory, so a weight costs memory only when it is touched, and the
 * file must not be changed while they are in use. Writing to such a tensor stays in memory.
 */
public final class Safetensors implements TensorFile {
    private final String name;
    private final Path path;
    private final ByteBuffer memory;
    private final long fileBytes;
    private final SafetensorsHeader header;
    private final Map<DType, NDArray> mappings = new EnumMap<>(DType.class);
    private NDManager manager;

    private Safetensors(String name, Path path, ByteBuffer memory, long fileBytes, SafetensorsHeader header) {
        this.name = name;
        this.path = path;
        this.memory = memory;
        this.fileBytes = fileBytes;
        this.header = header;
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return the file, with its header checked
     * @throws CheckpointException if it is not a whole, valid safetensors file
     * @throws IOException if it cannot be read
     */
    public static Safetensors open(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            long size = file.size();
            String name = path.toString();
            ByteBuffer field = read(file, 0, (int) Math.min(Long.BYTES, size));
            int length = SafetensorsHeader.length(name, lengthField(field), size);
            ByteBuffer json = read(file, Long.BYTES, length);
            return new Safetensors(name, path.toAbsolutePath(), null, size, SafetensorsHeader.parse(name, json, size));
        }
    }

    /**
     * Opens a file that is a resource on the class path, and small: it is read into memory.
     *
     * @param anchor a class in the resource's package
     * @param resource relative to that package
     * @return the file, with its header checked
     */
    public static Safetensors resource(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no resource '" + resource + "' in package " + anchor.getPackageName());
            }
            byte[] bytes = in.readAllBytes();
            return of(
                    resource, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

    /**
     * Opens a file that is already in memory.
     *
     * @param name what to call it in messages
     * @param file direct; its remaining bytes are the file
     * @return the file, with its header checked
     */
    public static Safetensors of(String name, ByteBuffer file) {
        ByteBuffer memory = file.slice();
        ByteBuffer field = memory.slice(0, Math.min(Long.BYTES, memory.capacity()));
        int length = SafetensorsHeader.length(name, lengthField(field), memory.capacity());
        SafetensorsHeader header = SafetensorsHeader.parse(name, memory.slice(Long.BYTES, length), memory.capacity());
        return new Safetensors(name, null, memory, memory.capacity(), header);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(header.tensors());
    }

    /** {@return the free text that the writer left} */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public String sha256() {
        try {
            return path == null ? Sha256.of(memory) : Sha256.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    @Override
    public NDArray read(NDManager scope, String tensor) {
        TensorInfo info = header.tensors().get(tensor);
        if (info == null) {
            throw new CheckpointException(name + " has no tensor '" + tensor + "'");
        }
        if (scope.getDevice().isGpu()) {
            try (NDManager host = TorchEngine.newManager(Device.cpu())) {
                return Torch.copyIn(scope, read(host, tensor));
            }
        }
        if (info.elements() > 0 && path != null && info.offset() % info.type().bytes() == 0) {
            return Torch.viewIn(
                    scope, mapping(info.type()), info.offset() / info.type().bytes(), info.shape());
        }
        return copy(scope, info);
    }

    @Override
    public void close() {
        mappings.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }

    /** The whole file as one array of a type; what does not fill an element at the end is left out. */
    private NDArray mapping(DType type) {
        if (manager == null) {
            manager = TorchEngine.newManager(Device.cpu());
        }
        return mappings.computeIfAbsent(type, t -> Torch.fromFile(manager, path.toString(), fileBytes / t.bytes(), t));
    }

    /** For what cannot be a view of a mapped file: an element that straddles words, or a file in memory. */
    private NDArray copy(NDManager scope, TensorInfo info) {
        if (info.bytes() > Integer.MAX_VALUE - 8) {
            throw new CheckpointException(name + ": a tensor of " + info.bytes()
                    + " bytes at an offset that its elements do not divide; write the file again with aligned tensors");
        }
        ByteBuffer bytes = bytes(info.offset(), (int) info.bytes());
        return switch (info.type()) {
            case BF16 -> widened(scope, info, bytes, 16);
            case I16 -> widened(scope, info, bytes, 0);
            default -> Tensors.over(scope, bytes, info.shape(), info.type().djl());
        };
    }

    /** Types that Java cannot name go by way of one that it can, and are narrowed by the engine, which is exact. */
    private static NDArray widened(NDManager scope, TensorInfo info, ByteBuffer narrow, int shift) {
        ByteBuffer wide = ByteBuffer.allocateDirect(Math.multiplyExact(narrow.remaining(), 2))
                .order(ByteOrder.nativeOrder());
        while (narrow.hasRemaining()) {
            wide.putInt(narrow.getShort() << shift);
        }
        DataType type = info.type() == DType.BF16 ? DataType.FLOAT32 : DataType.INT32;
        try (NDArray exact = Tensors.over(scope, wide.flip(), info.shape(), type)) {
            return Torch.to(exact, info.type());
        }
    }

    private ByteBuffer bytes(long offset, int count) {
        ByteBuffer copy = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
        if (memory != null) {
            return copy.put(memory.slice((int) offset, count)).flip();
        }
        try (FileChannel file = FileChannel.open(path)) {
            return copy.put(read(file, offset, count)).flip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static ByteBuffer read(FileChannel file, long offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static long lengthField(ByteBuffer field) {
        return field.remaining() < Long.BYTES
                ? 0
                : field.order(ByteOrder.LITTLE_ENDIAN).getLong(field.position());
    }
}
