package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/**
 * Reads a <a href="https://huggingface.co/docs/safetensors">safetensors</a> file of any size. Nothing is read but the
 * header; tensors are views of the file mapped into memory, so a weight costs memory only when it is touched, and the
 * file must not be changed while they are in use. Writing to such a tensor stays in memory.
 */
public final class Safetensors implements TensorFile {
    private final MappedFile file;
    private final SafetensorsHeader header;

    private Safetensors(MappedFile file) {
        int field = (int) Math.min(Long.BYTES, file.size());
        long length = field < Long.BYTES ? 0 : file.bytes(0, field).getLong();
        int json = SafetensorsHeader.length(file.name(), length, file.size());
        this.file = file;
        this.header = SafetensorsHeader.parse(
                file.name(), file.stream(Long.BYTES, json), Long.BYTES + (long) json, file.size());
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return the file, with its header checked
     * @throws CheckpointException if it is not a whole, valid safetensors file
     * @throws IOException if it cannot be read
     */
    public static Safetensors open(Path path) throws IOException {
        return new Safetensors(MappedFile.of(path));
    }

    static Safetensors of(MappedFile file) {
        return new Safetensors(file);
    }

    /**
     * Opens a file that is a resource on the class path, and small: it is read into memory.
     *
     * @param anchor a class in the resource's package
     * @param resource relative to that package
     * @return the file, with its header checked
     */
    public static Safetensors resource(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no resource '" + resource + "' in package " + anchor.getPackageName());
            }
            byte[] bytes = in.readAllBytes();
            return of(
                    resource, ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }

    /**
     * Opens a file that is already in memory.
     *
     * @param name what to call it in messages
     * @param file direct; its remaining bytes are the file
     * @return the file, with its header checked
     */
    public static Safetensors of(String name, ByteBuffer file) {
        return new Safetensors(MappedFile.of(name, file));
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(header.tensors());
    }

    @Override
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    @Override
    public String sha256() {
        return file.sha256();
    }

    @Override
    public NDArray read(NDManager scope, String tensor) {
        return file.read(scope, TensorFile.require(this, tensor));
    }

    @Override
    public void close() {
        file.close();
    }
}
