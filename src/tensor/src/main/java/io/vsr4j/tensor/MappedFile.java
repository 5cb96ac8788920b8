package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.Map;

/**
 * The bytes of a checkpoint file as tensors. A tensor is a view of the file mapped into memory, so it costs memory only
 * when it is touched; what cannot be a view is copied. Writing to a view stays in memory.
 */
final class MappedFile implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final long MAX_BUFFER_BYTES = 1 << 30;

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
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new CheckpointException(path + " is not a file; a checkpoint is a regular file");
        }
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
        ByteBuffer copy = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        if (memory != null) {
            return copy.put(memory.slice((int) offset, count)).flip();
        }
        try (FileChannel file = FileChannel.open(path)) {
            int read = 0;
            while (copy.hasRemaining() && read >= 0) {
                copy.limit(Math.min(count, copy.position() + BLOCK_BYTES));
                read = file.read(copy, offset + copy.position());
                copy.limit(count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
        if (copy.hasRemaining()) {
            throw new CheckpointException(name + " became shorter while it was read");
        }
        return copy.flip();
    }

    /** Some bytes, which must lie within the file, of which only a block is in memory at a time. */
    InputStream stream(long offset, long count) {
        return new SequenceInputStream(new Enumeration<>() {
            private long done;

            @Override
            public boolean hasMoreElements() {
                return done < count;
            }

            @Override
            public InputStream nextElement() {
                int block = (int) Math.min(BLOCK_BYTES, count - done);
                done += block;
                return new ByteArrayInputStream(
                        bytes(offset + done - block, block).array());
            }
        });
    }

    /**
     * One tensor, row by row, which outlives this file; its place must have been checked. What is copied is never more
     * than the tensor itself.
     */
    NDArray read(NDManager scope, TensorInfo info) {
        if (scope.getDevice().isGpu()) {
            try (NDManager host = TorchEngine.newManager(Device.cpu())) {
                return Torch.copyIn(scope, read(host, info));
            }
        }
        if (info.elements() == 0) {
            return Torch.emptyIn(scope, info.shape(), info.type());
        }
        int width = info.type().bytes();
        if (path == null || info.offset() % width != 0) {
            NDArray copy = Torch.emptyIn(scope, info.shape(), info.type());
            try (NDManager step = scope.newSubManager()) {
                copy(Scopes.borrow(step, copy).reshape(info.elements()), 0, info);
            }
            return copy;
        }
        NDArray elements = mapping(info.type());
        long first = info.offset() / width;
        return info.contiguous()
                ? Torch.viewIn(scope, elements, first, info.shape())
                : Torch.gatherIn(scope, elements, first, info.shape(), info.strides());
    }

    /** Copies bytes, so that an element may begin anywhere; a Java buffer spans 2 GiB at most. */
    private void copy(NDArray target, long start, TensorInfo info) {
        if (info.bytes() > MAX_BUFFER_BYTES) {
            TensorInfo front = info.half(true);
            copy(target, start, front);
            copy(target, start + front.elements(), info.half(false));
            return;
        }
        try (NDManager step = target.getManager().newSubManager()) {
            NDArray part = Torch.viewIn(step, target, start, new Shape(info.elements()));
            Shape bytes = info.shape().add(info.type().bytes());
            Torch.copyBytes(
                    Tensors.over(step, Tensors.memory(part), bytes, DataType.UINT8),
                    mapping(DType.U8),
                    info.offset(),
                    info.strides());
        }
    }

    @Override
    public synchronized void close() {
        mappings.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }

    /** The whole file as one array of a type; what does not fill an element at the end is left out. */
    private synchronized NDArray mapping(DType type) {
        if (manager == null) {
            manager = TorchEngine.newManager(Device.cpu());
        }
        return mappings.computeIfAbsent(type, this::map);
    }

    private NDArray map(DType type) {
        if (path == null) {
            return Tensors.over(manager, memory.duplicate(), new Shape(size), type.djl());
        }
        try {
            return Torch.fromFile(manager, path.toString(), size / type.bytes(), type);
        } catch (EngineException e) {
            throw new UncheckedIOException(
                    new IOException(name + " cannot be mapped into memory: " + lastLine(e.getMessage()), e));
        }
    }

    private static String lastLine(String message) {
        return message.strip().replaceAll("(?s).*\\R", "");
    }
}
