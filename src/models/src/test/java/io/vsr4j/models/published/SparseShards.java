package io.vsr4j.models.published;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes checkpoints of any size whose files are holes: all tensors are zero, and take no room on the disk. */
public final class SparseShards {
    private SparseShards() {}

    /** Writes them into a folder, with their index. */
    public static void write(Path folder, Map<String, Shape> tensors, DType type, long maxShardBytes)
            throws IOException {
        JsonObject map = new JsonObject();
        JsonObject header = new JsonObject();
        long filled = 0;
        int shard = 1;
        for (Map.Entry<String, Shape> tensor : tensors.entrySet()) {
            long bytes = tensor.getValue().size() * type.bytes();
            if (filled > 0 && filled + bytes > maxShardBytes) {
                file(folder.resolve(name(shard++)), header, filled);
                header = new JsonObject();
                filled = 0;
            }
            header.add(tensor.getKey(), entry(type, tensor.getValue(), filled, filled + bytes));
            map.addProperty(tensor.getKey(), name(shard));
            filled += bytes;
        }
        file(folder.resolve(name(shard)), header, filled);
        JsonObject index = new JsonObject();
        index.add("metadata", new JsonObject());
        index.add("weight_map", map);
        Files.writeString(folder.resolve("diffusion_pytorch_model.safetensors.index.json"), index.toString());
    }

    private static String name(int shard) {
        return "diffusion_pytorch_model-%05d.safetensors".formatted(shard);
    }

    private static JsonObject entry(DType type, Shape shape, long from, long to) {
        JsonObject entry = new JsonObject();
        entry.addProperty("dtype", type.name());
        JsonArray axes = new JsonArray();
        for (long axis : shape.getShape()) {
            axes.add(axis);
        }
        entry.add("shape", axes);
        JsonArray offsets = new JsonArray();
        offsets.add(from);
        offsets.add(to);
        entry.add("data_offsets", offsets);
        return entry;
    }

    private static void file(Path path, JsonObject header, long bytes) throws IOException {
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(json);
        while (start.hasRemaining()) {
            start.put((byte) ' ');
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(start.array());
            file.setLength(start.capacity() + bytes);
        }
    }
}
