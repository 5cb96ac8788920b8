package io.vsr4j.models.network;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Checkpoints of any size in bfloat16, in shards of at most 2 GiB: small random numbers, the same ones over and over, so that
 * no tensor is ever held.
 */
public final class RandomShards {
    private RandomShards() {}

    /**
     * Writes one.
     *
     * @param folder that is not there yet
     * @param shapes of its tensors
     */
    public static void write(Path folder, Map<String, Shape> shapes) throws IOException {
        Files.createDirectories(folder);
        ByteBuffer numbers = ByteBuffer.allocateDirect(1 << 24).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(0);
        while (numbers.hasRemaining()) {
            numbers.putShort((short) (Float.floatToIntBits((float) random.nextGaussian() * 0.02f) >>> 16));
        }
        Map<String, Shape> shard = new LinkedHashMap<>();
        JsonObject map = new JsonObject();
        long filled = 0;
        int count = 1;
        for (Map.Entry<String, Shape> tensor : shapes.entrySet()) {
            long bytes = 2 * tensor.getValue().size();
            if (filled + bytes > 1L << 31) {
                write(folder.resolve(name(count++)), shard, numbers);
                shard.clear();
                filled = 0;
            }
            shard.put(tensor.getKey(), tensor.getValue());
            map.addProperty(tensor.getKey(), name(count));
            filled += bytes;
        }
        write(folder.resolve(name(count)), shard, numbers);
        JsonObject index = new JsonObject();
        index.add("weight_map", map);
        Files.writeString(folder.resolve("diffusion_pytorch_model.safetensors.index.json"), index.toString());
    }

    private static String name(int shard) {
        return "diffusion_pytorch_model-%05d.safetensors".formatted(shard);
    }

    private static void write(Path file, Map<String, Shape> shapes, ByteBuffer numbers) throws IOException {
        long[] at = new long[1];
        String entries = shapes.entrySet().stream()
                .map(e -> {
                    long begin = at[0];
                    at[0] += 2 * e.getValue().size();
                    String axes = Arrays.stream(e.getValue().getShape())
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(","));
                    return "\"%s\":{\"dtype\":\"BF16\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                            .formatted(e.getKey(), axes, begin, at[0]);
                })
                .collect(Collectors.joining(",", "{", "}"));
        byte[] header = (entries + " ".repeat((8 - entries.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .flip());
            out.write(ByteBuffer.wrap(header));
            for (long left = at[0]; left > 0; ) {
                numbers.clear().limit((int) Math.min(left, numbers.capacity()));
                left -= out.write(numbers);
            }
        }
    }
}
