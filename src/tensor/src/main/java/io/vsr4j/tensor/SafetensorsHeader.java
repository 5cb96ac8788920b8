package io.vsr4j.tensor;

import ai.djl.ndarray.types.Shape;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes of length, then JSON that gives each tensor's type, shape and place in
 * the bytes that follow. Everything is checked here, before any of it is used.
 *
 * @param metadata free text of the writer
 * @param tensors in the order of the header
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
    /** What the format's own library allows. */
    static final long MAX_BYTES = 100_000_000;

    /** The largest published models have some ten thousands. */
    static final int MAX_TENSORS = 1 << 18;

    private static final int MAX_AXES = 32;

    /** Checks the length field. */
    static int length(String file, long field, long fileBytes) {
        if (field < 2 || field > MAX_BYTES || field > fileBytes - Long.BYTES) {
            throw new CheckpointException(file + ": header length " + Long.toUnsignedString(field) + " is outside 2.."
                    + Math.min(MAX_BYTES, Math.max(2, fileBytes - Long.BYTES)) + " (the file has " + fileBytes
                    + " bytes); not a safetensors file, or truncated");
        }
        return (int) field;
    }

    /** Parses the JSON and checks that the tensors cover the rest of the file exactly. */
    static SafetensorsHeader parse(String file, InputStream json, long dataStart, long fileBytes) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        // The decoder refuses what is not UTF-8.
        try (JsonReader in = new JsonReader(new InputStreamReader(json, StandardCharsets.UTF_8.newDecoder()))) {
            in.setStrictness(Strictness.STRICT);
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                requireFew(file, tensors.size() + metadata.size());
                if (name.equals("__metadata__")) {
                    if (!metadata.isEmpty()) {
                        throw new CheckpointException(file + ": __metadata__ appears twice");
                    }
                    readMetadata(file, in, metadata);
                } else if (tensors.put(name, readTensor(file, name, in, dataStart, fileBytes)) != null) {
                    throw new CheckpointException(file + ": tensor '" + name + "' appears twice");
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new CheckpointException(file + ": the header goes on after its closing brace");
            }
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + ": the header is not UTF-8", e);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new CheckpointException(
                    file + ": the header is not valid JSON of the expected form: " + e.getMessage(), e);
        }
        checkCover(file, tensors, dataStart, fileBytes);
        return new SafetensorsHeader(metadata, tensors);
    }

    private static void requireFew(String file, int entries) {
        if (entries >= MAX_TENSORS) {
            throw new CheckpointException(file + ": the header has more than " + MAX_TENSORS + " entries");
        }
    }

    private static void readMetadata(String file, JsonReader in, Map<String, String> metadata) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            requireFew(file, metadata.size());
            if (metadata.put(name, in.nextString()) != null) {
                throw new CheckpointException(file + ": metadata '" + name + "' appears twice");
            }
        }
        in.endObject();
    }

    private static TensorInfo readTensor(String file, String name, JsonReader in, long dataStart, long fileBytes)
            throws IOException {
        String what = file + ": tensor '" + name + "'";
        DType type = null;
        long[] shape = null;
        long[] range = null;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "dtype" -> type = type(what, in.nextString());
                case "shape" -> shape = numbers(what + ": shape", in, MAX_AXES);
                case "data_offsets" -> range = numbers(what + ": data_offsets", in, 2);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (type == null || shape == null || range == null || range.length != 2) {
            throw new CheckpointException(what + " lacks one of dtype, shape and data_offsets (two numbers)");
        }
        if (range[1] < range[0] || range[1] > fileBytes - dataStart) {
            throw new CheckpointException(what + ": data_offsets " + range[0] + ".." + range[1] + " are outside 0.."
                    + (fileBytes - dataStart) + "; damaged, or truncated");
        }
        long bytes = TensorInfo.bytes(what, type, shape);
        if (range[1] - range[0] != bytes) {
            throw new CheckpointException(what + ": " + type + " " + new Shape(shape) + " needs " + bytes
                    + " bytes, data_offsets give " + (range[1] - range[0]));
        }
        return new TensorInfo(type, new Shape(shape), dataStart + range[0]);
    }

    private static DType type(String what, String name) {
        try {
            return DType.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(what + ": type " + name + " is not supported", e);
        }
    }

    private static long[] numbers(String what, JsonReader in, int most) throws IOException {
        List<Long> numbers = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            if (in.peek() != JsonToken.NUMBER) {
                throw new CheckpointException(what + " must hold numbers");
            }
            long number = in.nextLong();
            if (number < 0 || numbers.size() == most) {
                throw new CheckpointException(what + " must be at most " + most + " numbers, none below 0");
            }
            numbers.add(number);
        }
        in.endArray();
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void checkCover(String file, Map<String, TensorInfo> tensors, long dataStart, long fileBytes) {
        List<Map.Entry<String, TensorInfo>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.comparingLong(
                        (Map.Entry<String, TensorInfo> e) -> e.getValue().offset())
                .thenComparingLong(e -> e.getValue().bytes()));
        long at = dataStart;
        for (Map.Entry<String, TensorInfo> entry : order) {
            if (entry.getValue().offset() != at) {
                throw new CheckpointException(file + ": tensor '" + entry.getKey() + "' begins at byte "
                        + entry.getValue().offset() + " where byte " + at + " is expected; tensors may neither overlap"
                        + " nor leave gaps");
            }
            at += entry.getValue().bytes();
        }
        if (at != fileBytes) {
            throw new CheckpointException(file + ": " + (fileBytes - at)
                    + " bytes at the end belong to no tensor (file of " + fileBytes + ")");
        }
    }
}
