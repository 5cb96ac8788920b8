package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * The bytes of a checkpoint file as tensors. A tensor is a view of the file mapped into memory, so it costs memory only
 * when it is touched; what cannot be a view is copied. Writing to a view stays in memory.
 */
final class MappedFile implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 26;

    private final String name;
    private final Path path;
    private final ByteBuffer memory;
    private final long size;
    private final Map<DType, NDArray> mappings = new EnumMap<>(DType.class);
    private NDManager manager;

    private MappedFile(String name, Path path, ByteBuffer memory, long size) {
        this.name = name;
        this.path = path;
        this.memory = memory;
        this.size = size;
    }

    static MappedFile of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            return new MappedFile(path.toString(), path.toAbsolutePath(), null, file.size());
        }
    }

    static MappedFile of(String name, ByteBuffer memory) {
        return new MappedFile(name, null, memory.slice(), memory.remaining());
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    String sha256() {
        try {
            return path == null ? Sha256.of(memory) : Sha256.of(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    /** A copy of some bytes, which must lie within the file, in little-endian order. */
    ByteBuffer bytes(long offset, int count) {
        ByteBuffer copy = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
        if (memory != null) {
            return copy.put(memory.slice((int) offset, count)).flip();
        }
        try (FileChannel file = FileChannel.open(path)) {
            while (copy.hasRemaining() && file.read(copy, offset + copy.position()) >= 0) {}
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        if (copy.hasRemaining()) {
            throw new CheckpointException(name + " became shorter while it was read");
        }
        return copy.flip();
    }

    /** One tensor, row by row, which outlives this file; its place must have been checked. */
    NDArray read(NDManager scope, TensorInfo info) {
        if (scope.getDevice().isGpu()) {
            try (NDManager host = TorchEngine.newManager(Device.cpu())) {
                return Torch.copyIn(scope, read(host, info));
            }
        }
        if (!info.contiguous()) {
            TensorInfo reach = new TensorInfo(info.type(), new Shape(info.span()), info.offset());
            try (NDArray flat = read(scope, reach)) {
                return Torch.gatherStrided(flat, info.shape(), info.strides());
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
        return mappings.computeIfAbsent(type, t -> Torch.fromFile(manager, path.toString(), size / t.bytes(), t));
    }

    /** For an element that straddles words, and for a file in memory. */
    private NDArray copy(NDManager scope, TensorInfo info) {
        NDArray copy = Torch.emptyIn(scope, info.shape(), info.type());
        int width = info.type().bytes();
        long block = BLOCK_BYTES / width;
        for (long start = 0; start < info.elements(); start += block) {
            try (NDManager step = scope.newSubManager()) {
                int count = (int) Math.min(block, info.elements() - start);
                ByteBuffer bytes = bytes(info.offset() + start * width, count * width);
                NDArray flat =
                        Torch.viewIn(step, Scopes.borrow(step, copy).reshape(info.elements()), start, new Shape(count));
                Torch.copyInto(flat, elements(step, info.type(), bytes, count));
            }
        }
        return copy;
    }

    /** Types that Java cannot name go by way of one that it can; the engine narrows them, which is exact. */
    private static NDArray elements(NDManager scope, DType type, ByteBuffer bytes, int count) {
        return switch (type) {
            case BF16 -> Tensors.over(scope, widened(bytes, 16), new Shape(count), DataType.FLOAT32);
            case I16 -> Tensors.over(scope, widened(bytes, 0), new Shape(count), DataType.INT32);
            default -> Tensors.over(scope, bytes, new Shape(count), type.djl());
        };
    }

    private static ByteBuffer widened(ByteBuffer narrow, int shift) {
        ByteBuffer wide = ByteBuffer.allocateDirect(narrow.remaining() * 2).order(ByteOrder.nativeOrder());
        while (narrow.hasRemaining()) {
            wide.putInt(narrow.getShort() << shift);
        }
        return wide.flip();
    }
}
