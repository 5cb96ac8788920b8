package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import java.util.TreeMap;

/**
 * Writes safetensors files. Tensors are put in order of falling element size, then by name, so that each lies on a
 * multiple of its own element size and can be mapped. The same tensors give the same bytes.
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

    /**
     * Writes a folder of files {@code NAME-00001-of-00003.safetensors} with their index
     * {@code NAME.safetensors.index.json}, or {@code NAME.safetensors} alone if one file is enough. Tensors are
     * distributed in order of their names. The index is written last, so a folder without one is not complete.
     *
     * @param folder an existing folder
     * @param name of the weights, such as {@code diffusion_pytorch_model}
     * @param tensors by name
     * @param metadata free text by key, for every file
     * @param maxShardBytes of the tensors in one file; a larger tensor has a file of its own
     * @throws IOException if it cannot be written
     */
    public static void writeShards(
            Path folder, String name, Map<String, NDArray> tensors, Map<String, String> metadata, long maxShardBytes)
            throws IOException {
        if (maxShardBytes < 1) {
            throw new IllegalArgumentException("maxShardBytes must be at least 1, got " + maxShardBytes);
        }
        List<Map<String, NDArray>> shards = distribute(tensors, maxShardBytes);
        Path single = folder.resolve(name + ".safetensors");
        Path index = folder.resolve(name + ".safetensors.index.json");
        Files.deleteIfExists(index); // or it would name files that are no longer its own
        if (shards.size() == 1) {
            write(single, shards.get(0), metadata);
            return;
        }
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginObject().name("metadata").beginObject();
            json.name("total_size")
                    .value(tensors.values().stream()
                            .mapToLong(SafetensorsWriter::bytes)
                            .sum());
            json.endObject().name("weight_map").beginObject();
            for (int i = 0; i < shards.size(); i++) {
                String file = "%s-%05d-of-%05d.safetensors".formatted(name, i + 1, shards.size());
                write(folder.resolve(file), shards.get(i), metadata);
                for (String tensor : shards.get(i).keySet()) {
                    json.name(tensor).value(file);
                }
            }
            json.endObject().endObject();
        }
        Path partial = folder.resolve(index.getFileName() + ".partial");
        Files.writeString(partial, text + "\n");
        Files.deleteIfExists(single);
        Files.move(partial, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Map<String, NDArray>> distribute(Map<String, NDArray> tensors, long maxShardBytes) {
        List<Map<String, NDArray>> shards = new ArrayList<>(List.of(new TreeMap<>()));
        long filled = 0;
        for (Map.Entry<String, NDArray> entry : new TreeMap<>(tensors).entrySet()) {
            long bytes = bytes(entry.getValue());
            if (filled > 0 && filled + bytes > maxShardBytes) {
                shards.add(new TreeMap<>());
                filled = 0;
            }
            shards.get(shards.size() - 1).put(entry.getKey(), entry.getValue());
            filled += bytes;
        }
        return shards;
    }

    private static long bytes(NDArray tensor) {
        return tensor.size() * Torch.type(tensor).bytes();
    }

    private static ByteBuffer header(List<Map.Entry<String, NDArray>> order, Map<String, String> metadata)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name("__metadata__").beginObject();
                for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
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

    /** Goes through the array in blocks, because one buffer spans at most 2 GiB. */
    private static void writeElements(FileChannel out, NDArray array) throws IOException {
        long elements = array.size();
        long block = BLOCK_BYTES / Torch.type(array).bytes();
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray flat = Torch.contiguous(Scopes.borrow(scope, array)).reshape(elements);
            for (long start = 0; start < elements; start += block) {
                try (NDManager step = scope.newSubManager(Device.cpu())) {
                    NDArray part = Torch.viewIn(step, flat, start, new Shape(Math.min(block, elements - start)));
                    boolean here = part.getDevice().equals(Device.cpu());
                    writeFully(out, Tensors.memory(here ? part : Torch.copyIn(step, part)));
                }
            }
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
