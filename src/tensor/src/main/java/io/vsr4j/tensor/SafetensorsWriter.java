package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes safetensors files. Tensors are put in order of falling element size, then by name, so that each lies on a
 * multiple of its own element size and can be mapped.
 */
public final class SafetensorsWriter {
    private static final int BLOCK_BYTES = 1 << 24;

    private SafetensorsWriter() {}

    /**
     * Writes a file, which appears under its name only when it is complete.
     *
     * @param path the file, replaced if it exists
     * @param tensors by name
     * @param metadata free text by key
     * @throws IOException if it cannot be written
     */
    public static void write(Path path, Map<String, NDArray> tensors, Map<String, String> metadata) throws IOException {
        List<Map.Entry<String, NDArray>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.comparingInt((Map.Entry<String, NDArray> e) ->
                        -Torch.type(e.getValue()).bytes())
                .thenComparing(Map.Entry::getKey));
        Path partial = path.resolveSibling(path.getFileName() + ".partial");
        try (FileChannel out = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(out, header(order, metadata));
            for (Map.Entry<String, NDArray> entry : order) {
                writeElements(out, entry.getValue());
            }
            out.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
        Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static ByteBuffer header(List<Map.Entry<String, NDArray>> order, Map<String, String> metadata)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name("__metadata__").beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.name(entry.getKey()).value(entry.getValue());
                }
                json.endObject();
            }
            long at = 0;
            for (Map.Entry<String, NDArray> entry : order) {
                TensorInfo info = new TensorInfo(
                        Torch.type(entry.getValue()), entry.getValue().getShape(), at);
                json.name(entry.getKey()).beginObject();
                json.name("dtype").value(info.type().name());
                json.name("shape").beginArray();
                for (long axis : info.shape().getShape()) {
                    json.value(axis);
                }
                json.endArray();
                json.name("data_offsets").beginArray();
                json.value(at).value(at + info.bytes());
                json.endArray().endObject();
                at += info.bytes();
            }
            json.endObject();
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (bytes.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(bytes);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    /** Goes through the array in blocks, because one buffer holds at most 2 GiB. */
    private static void writeElements(FileChannel out, NDArray array) throws IOException {
        DType type = Torch.type(array);
        long elements = array.size();
        long block = BLOCK_BYTES / type.bytes();
        for (long start = 0; start < elements; start += block) {
            try (NDManager scope = array.getManager().newSubManager(Device.cpu())) {
                NDArray flat = Scopes.borrow(scope, array).reshape(elements);
                NDArray part = flat.get("{}:{}", start, Math.min(elements, start + block));
                writeFully(
                        out,
                        switch (type) {
                            case BF16 -> narrowed(Torch.to(part, DType.F32), 16);
                            case I16 -> narrowed(Torch.to(part, DType.I32), 0);
                            default -> part.toByteBuffer();
                        });
            }
        }
    }

    /** The two bytes of each 32-bit element that remain when it is shifted down. */
    private static ByteBuffer narrowed(NDArray wideArray, int shift) {
        ByteBuffer wide = wideArray.toByteBuffer().order(ByteOrder.nativeOrder());
        ByteBuffer narrow = ByteBuffer.allocate(wide.remaining() / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (wide.hasRemaining()) {
            narrow.putShort((short) (wide.getInt() >>> shift));
        }
        return narrow.flip();
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
