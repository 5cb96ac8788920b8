package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading a tensor costs the tensor that comes out, wherever and however it lies in the file. */
@EnabledOnOs(OS.LINUX)
class LoadingMemoryTest {
    private static final long MIB = 1 << 20;

    /** For blocks, libraries that are used for the first time, and a heap that grows. One copy too many is more. */
    private static final long SLACK = 120 * MIB;

    @TempDir
    Path folder;

    /** A file of one tensor of zeros, sparse on disk; {@code pad} moves where its bytes begin. */
    private Path sparse(String type, long rows, long columns, int width, int pad) throws IOException {
        String entry = "{\"w.weight\":{\"dtype\":\"%s\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
                .formatted(type, rows, columns, rows * columns * width);
        byte[] header = (entry + " ".repeat((8 - entry.length() % 8) % 8 + pad)).getBytes(StandardCharsets.UTF_8);
        Path path = folder.resolve("sparse.safetensors");
        try (FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            file.write(ByteBuffer.wrap(header));
            file.write(ByteBuffer.wrap(new byte[1]), 8 + header.length + rows * columns * width - 1);
        }
        return path;
    }

    private static long anonymousBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** The most memory, beyond pages of files, that a piece of work takes. */
    private static long peak(Callable<NDArray> work) throws Exception {
        System.gc();
        long before = anonymousBytes();
        AtomicLong most = new AtomicLong(before);
        AtomicBoolean done = new AtomicBoolean();
        Thread watch = new Thread(() -> {
            while (!done.get()) {
                try {
                    most.accumulateAndGet(anonymousBytes(), Math::max);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                LockSupport.parkNanos(1_000_000); // or its own garbage would be what it measures
            }
        });
        watch.start();
        try (NDArray result = work.call()) {
            assertThat(result.isReleased()).isFalse();
        } finally {
            done.set(true);
            watch.join();
        }
        return most.get() - before;
    }

    private static NDArray load(NDManager manager, Weights weights, Shape shape, DType type) {
        return weights.load(manager, "w.weight", shape, type);
    }

    @Test
    void castsAndUnevenPlacesCostTheResult() throws Exception {
        long rows = 8192;
        long columns = 8192; // 128 MiB in BF16
        for (int pad : new int[] {0, 1}) {
            Path path = sparse("BF16", rows, columns, 2, pad);
            try (NDManager manager = TorchEngine.newManager(Device.cpu());
                    Weights weights = Weights.open(path)) {
                Shape shape = new Shape(rows, columns);
                assertThat(peak(() -> load(manager, weights, shape, DType.BF16)))
                        .isLessThan(pad * 128 * MIB + SLACK);
                assertThat(peak(() -> load(manager, weights, shape, DType.F32)))
                        .isLessThan((256 + pad * 128) * MIB + SLACK);
            }
        }
    }

    @Test
    void mergedChangesCostTheResult() throws Exception {
        long side = 8192;
        Path path = sparse("BF16", side, side, 2, 0);
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            Path changes = folder.resolve("lora.safetensors");
            SafetensorsWriter.write(
                    changes,
                    Map.of(
                            "w.lora_A.weight", manager.ones(new Shape(4, side)),
                            "w.lora_B.weight", manager.ones(new Shape(side, 4))),
                    Map.of());
            try (Weights weights = Weights.open(path).withLora(Lora.of(TensorFile.open(changes), 4))) {
                assertThat(peak(() -> load(manager, weights, new Shape(side, side), DType.BF16)))
                        .isLessThan(128 * MIB + SLACK);
            }
        }
    }

    @Test
    void writingCostsABlock() throws Exception {
        Path path = sparse("BF16", 8192, 8192, 2, 0);
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Weights weights = Weights.open(path);
                NDArray stored = load(manager, weights, new Shape(8192, 8192), DType.BF16)) {
            assertThat(peak(() -> {
                        SafetensorsWriter.write(folder.resolve("copy.safetensors"), Map.of("w", stored), Map.of());
                        return manager.ones(new Shape(1));
                    }))
                    .isLessThan(SLACK);
        }
    }

    @Test
    void readsBeyondTwoGibibytesFromUnevenPlaces() throws Exception {
        long rows = (1L << 30) + 3;
        Path path = sparse("BF16", rows, 1, 2, 1);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            // 1.0 as the last element
            file.write(ByteBuffer.wrap(new byte[] {(byte) 0x80, 0x3f}), Files.size(path) - 2);
        }
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                Weights weights = Weights.open(path);
                NDArray column = load(manager, weights, new Shape(rows, 1), DType.BF16);
                NDArray end = column.get("{}:", rows - 2);
                NDArray exact = Torch.to(end, DType.F32)) {
            assertThat(exact.toFloatArray()).containsExactly(0, 1);
        }
    }
}
