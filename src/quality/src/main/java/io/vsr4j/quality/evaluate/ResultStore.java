package io.vsr4j.quality.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finished results, a file each, named by their keys. A file appears whole or not at all, so that whatever ended an
 * evaluation, the next one does what is missing and no more. One process at a time may have the folder.
 */
final class ResultStore implements AutoCloseable {
    private static final Pattern RESULT = Pattern.compile("[0-9a-f]{64}\\.json");
    private static final Gson JSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .registerTypeAdapter(double.class, new AnyDouble())
            .registerTypeAdapter(Double.class, new AnyDouble())
            .create();

    private final Path folder;
    private final FileChannel lockFile;

    /**
     * @param folder made if it is not there
     * @throws InvalidRequestException if another process has it
     * @throws IOException if it cannot be written to
     */
    ResultStore(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            lockFile.close();
            throw new InvalidRequestException(
                    "another evaluation writes into " + folder + "; wait for its end, or name another --out", e);
        }
    }

    /** {@return the result of a key; empty if there is none, or none that can be read} */
    Optional<ClipResult> find(String key) throws IOException {
        try {
            ClipResult result = JSON.fromJson(Files.readString(file(key)), ClipResult.class);
            boolean sound = result != null
                    && result.version() == ClipResult.VERSION
                    && key.equals(result.key())
                    && result.metrics() != null
                    && result.remarks() != null;
            return sound ? Optional.of(result) : Optional.empty();
        } catch (NoSuchFileException | JsonParseException | MalformedInputException e) {
            return Optional.empty();
        }
    }

    /** Keeps a result; one of the same key is replaced. */
    void put(ClipResult result) throws IOException {
        Path part = folder.resolve(result.key() + ".part");
        try (FileChannel file = FileChannel.open(
                part, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.toJson(result).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(part, file(result.key()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets all results. */
    void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(
                            f -> RESULT.matcher(f.getFileName().toString()).matches())
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Path file(String key) {
        return folder.resolve(key + ".json");
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    /** JSON has no numbers for infinity and NaN; they are strings. */
    private static final class AnyDouble extends TypeAdapter<Double> {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
            if (Double.isFinite(value)) {
                out.value(value);
            } else {
                out.value(value.toString());
            }
        }

        @Override
        public Double read(JsonReader in) throws IOException {
            String text = in.nextString();
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new JsonParseException("'" + text + "' is not a number", e);
            }
        }
    }
}
