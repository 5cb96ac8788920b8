package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A checkpoint of several files in one folder, with an index {@code *.index.json} that tells the file of each tensor.
 * Index and files must agree exactly.
 */
final class ShardedFile implements TensorFile {
    private static final long MAX_INDEX_BYTES = 100_000_000;

    private final Path index;
    private final Map<String, String> shardOf = new LinkedHashMap<>();
    private final Map<String, TensorFile> shards = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private long totalBytes = -1;

    private ShardedFile(Path index) {
        this.index = index;
    }

    static ShardedFile open(Path index) throws IOException {
        ShardedFile file = new ShardedFile(index);
        try {
            file.readIndex();
            file.openShards();
            file.checkContent();
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void readIndex() throws IOException {
        MappedFile file = MappedFile.of(index);
        if (file.size() > MAX_INDEX_BYTES) {
            throw fail("is larger than " + MAX_INDEX_BYTES + " bytes");
        }
        boolean mapped = false;
        try (JsonReader in = new JsonReader(
                new InputStreamReader(file.stream(0, file.size()), StandardCharsets.UTF_8.newDecoder()))) {
            in.setStrictness(Strictness.STRICT);
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "weight_map" -> {
                        readWeightMap(in);
                        mapped = true;
                    }
                    case "metadata" -> readMetadata(in);
                    default -> in.skipValue();
                }
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw fail("goes on after its closing brace");
            }
        } catch (CharacterCodingException e) {
            throw new CheckpointException(index + " is not UTF-8", e);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new CheckpointException(index + " is not valid JSON of the expected form: " + e.getMessage(), e);
        }
        if (!mapped) {
            throw fail("has no 'weight_map'; an index of weights has one");
        }
    }

    private void readWeightMap(JsonReader in) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            String tensor = in.nextName();
            String shard = in.nextString();
            if (!shard.matches("[^/\\\\:\0]+") || shard.matches("\\.+|.*\\.index\\.json")) {
                throw fail("puts tensor '" + tensor + "' into '" + shard
                        + "', which is no file in its own folder that could hold tensors");
            }
            if (shardOf.put(tensor, shard) != null) {
                throw fail("names tensor '" + tensor + "' twice");
            }
            if (shardOf.size() > SafetensorsHeader.MAX_TENSORS) {
                throw fail("names more than " + SafetensorsHeader.MAX_TENSORS + " tensors");
            }
        }
        in.endObject();
    }

    private void readMetadata(JsonReader in) throws IOException {
        in.beginObject();
        while (in.hasNext()) {
            if (in.nextName().equals("total_size")) {
                totalBytes = (long) in.nextDouble(); // some writers give a fraction of zero
            } else {
                in.skipValue();
            }
        }
        in.endObject();
    }

    private void openShards() throws IOException {
        for (String shard : new TreeSet<>(shardOf.values())) {
            shards.put(shard, TensorFile.open(place(shard)));
        }
    }

    /** A link may lead out of the folder, as in the caches of model hubs. */
    private Path place(String shard) {
        try {
            Path path = index.resolveSibling(shard);
            if (Files.isRegularFile(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new CheckpointException(index + " names the file '" + shard + "', which no file can be called", e);
        }
        throw fail("names the file '" + shard + "', which is missing");
    }

    private void checkContent() {
        shards.forEach((shard, file) -> file.tensors().forEach((tensor, info) -> {
            if (tensors.put(tensor, info) != null) {
                throw fail("has tensor '" + tensor + "' in two of its files, '" + shard + "' is one");
            }
            if (!shard.equals(shardOf.get(tensor))) {
                throw fail(
                        "expects tensor '" + tensor + "' in '" + shardOf.get(tensor) + "', it is in '" + shard + "'");
            }
        }));
        for (String tensor : shardOf.keySet()) {
            if (!tensors.containsKey(tensor)) {
                throw fail("expects tensor '" + tensor + "' in '" + shardOf.get(tensor) + "', which lacks it");
            }
        }
        long bytes = tensors.values().stream().mapToLong(TensorInfo::bytes).sum();
        if (totalBytes >= 0 && totalBytes != bytes) {
            throw fail("promises total_size " + totalBytes + ", its tensors have " + bytes + " bytes");
        }
    }

    private CheckpointException fail(String problem) {
        return new CheckpointException(index + " " + problem);
    }

    @Override
    public String name() {
        return index.toString();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** {@inheritDoc} Here it is of the files' own sums, one after another in order of their names. */
    @Override
    public String sha256() {
        return Sha256.ofTexts(shards.values().stream().map(TensorFile::sha256).toList());
    }

    @Override
    public NDArray read(NDManager scope, String tensor) {
        TensorFile.require(this, tensor);
        return shards.get(shardOf.get(tensor)).read(scope, tensor);
    }

    @Override
    public boolean same(String one, String other) {
        TensorFile.require(this, one);
        TensorFile.require(this, other);
        String shard = shardOf.get(one);
        return shard.equals(shardOf.get(other)) && shards.get(shard).same(one, other);
    }

    @Override
    public void close() {
        shards.values().forEach(TensorFile::close);
    }
}
