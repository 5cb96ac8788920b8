package io.vsr4j.training.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * Latents of clips on disk, each computed once. What was made of other weights or settings lies in another folder; a file that
 * is damaged is made again.
 */
public final class LatentCache {
    /** Computes the latents of a clip. */
    @FunctionalInterface
    interface Maker {
        LatentPair make(NDManager owner) throws IOException;
    }

    private static final String HIGH = "high";
    private static final String LOW = "low";
    private static final String INDEX = "index";
    private static final String SUM = "crc32c";
    private static final int DIGITS = 16;

    private final Path folder;
    /** Encoding takes the memory of a whole clip in pixels: one at a time. */
    private final Lock making = new ReentrantLock();

    /**
     * Opens a cache.
     *
     * @param root of the caches of all weights and settings; made if need be
     * @param identity all that decides the latents of an index, as text
     * @throws IOException if it cannot be made
     */
    public LatentCache(Path root, String identity) throws IOException {
        String hash = Sha256.of(ByteBuffer.wrap(identity.getBytes(StandardCharsets.UTF_8)));
        folder = Files.createDirectories(root.resolve(hash.substring(0, DIGITS)));
    }

    /** {@return the latents of an index, which the owner has, computed if they are not kept} */
    LatentPair get(long index, NDManager owner, Maker maker) throws IOException {
        Path file = file(index);
        Optional<LatentPair> kept = read(index, file, owner);
        if (kept.isEmpty()) {
            making.lock();
            try {
                // Another thread may have made it meanwhile.
                kept = read(index, file, owner);
                if (kept.isEmpty()) {
                    LatentPair made = maker.make(owner);
                    write(index, file, made);
                    return made;
                }
            } finally {
                making.unlock();
            }
        }
        return kept.get();
    }

    Path file(long index) {
        return folder.resolve("%08d.safetensors".formatted(index));
    }

    private static Optional<LatentPair> read(long index, Path file, NDManager owner) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Safetensors tensors = Safetensors.open(file);
                NDManager mapped = owner.newSubManager()) {
            // Copies: the file may be replaced while they are in use.
            LatentPair pair = new LatentPair(
                    tensors.read(mapped, HIGH).duplicate(),
                    tensors.read(mapped, LOW).duplicate());
            if (!metadata(index, pair).equals(tensors.metadata())) {
                return Optional.empty();
            }
            pair.high().attach(owner);
            pair.low().attach(owner);
            return Optional.of(pair);
        } catch (CheckpointException | IOException e) {
            return Optional.empty();
        }
    }

    private void write(long index, Path file, LatentPair pair) throws IOException {
        // Other processes may fill the same cache.
        Path own = Files.createTempFile(folder, ".", ".making");
        try {
            SafetensorsWriter.write(own, Map.of(HIGH, pair.high(), LOW, pair.low()), metadata(index, pair));
            Files.move(own, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(own);
        }
    }

    private static Map<String, String> metadata(long index, LatentPair pair) {
        CRC32C sum = new CRC32C();
        for (NDArray array : new NDArray[] {pair.high(), pair.low()}) {
            sum.update((Torch.type(array) + " " + array.getShape()).getBytes(StandardCharsets.UTF_8));
            sum.update(array.toByteBuffer());
        }
        return Map.of(INDEX, Long.toString(index), SUM, Long.toHexString(sum.getValue()));
    }
}
