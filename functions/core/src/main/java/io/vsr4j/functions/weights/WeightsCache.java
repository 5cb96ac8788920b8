package io.vsr4j.functions.weights;

import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights of buckets on this machine's disk, for all its processes. A folder bears the hash of its list of files, is there
 * when all of them are, and is never changed.
 */
final class WeightsCache {
    private static final Logger LOG = LoggerFactory.getLogger(WeightsCache.class);
    private static final int MOST_LIST_BYTES = 4 << 20;
    /** A lock of a file holds between processes; within one this does. */
    private static final Object IN_PROCESS = new Object();

    private final Path root;

    WeightsCache(Path root) {
        this.root = root;
    }

    /**
     * Brings weights here, if they are not.
     *
     * @return their folder
     * @throws CheckpointException if they are not there, or not what their list says
     * @throws IOException if the bucket does not answer or the disk cannot be written
     */
    Path fetch(ObjectStore anyBucket, BucketWeights weights) throws IOException {
        if (weights.sums().isPresent()
                && Files.isDirectory(folder(weights.sums().get()))) {
            return folder(weights.sums().get());
        }
        ObjectStore store = anyBucket.in(weights.bucket());
        String where = "s3://" + weights.bucket() + "/" + weights.key(BucketWeights.SUMS);
        String list = store.text(weights.key(BucketWeights.SUMS), MOST_LIST_BYTES)
                .orElseThrow(() -> new CheckpointException("there is no " + where
                        + "; put a weights folder there, with the list that 'sha256sum' makes of its files"));
        String hash = Sha256.of(ByteBuffer.wrap(list.getBytes(StandardCharsets.UTF_8)));
        weights.sums().ifPresent(wanted -> requireHash(where, hash, wanted));
        SortedMap<String, String> sums = WeightsSums.parse(where, list);
        Files.createDirectories(root);
        synchronized (IN_PROCESS) {
            try (FileChannel file = FileChannel.open(
                            root.resolve(hash + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = file.lock()) {
                if (!Files.isDirectory(folder(hash))) {
                    LOG.info("fetching {} files of {}", sums.size(), weights);
                    download(store, weights, sums, list, root.resolve(hash + ".partial"));
                    Files.move(root.resolve(hash + ".partial"), folder(hash), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return folder(hash);
    }

    private Path folder(String hash) {
        return root.resolve(hash);
    }

    private static void download(
            ObjectStore store, BucketWeights weights, SortedMap<String, String> sums, String list, Path partial)
            throws IOException {
        delete(partial); // of a process that was killed
        Files.createDirectory(partial);
        try {
            for (Map.Entry<String, String> sum : sums.entrySet()) {
                Path file = partial.resolve(sum.getKey());
                Files.createDirectories(file.getParent());
                String key = weights.key(sum.getKey());
                store.download(key, file);
                requireHash("s3://" + weights.bucket() + "/" + key, Sha256.of(file), sum.getValue());
                try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    written.force(true); // before the folder has its name
                }
            }
            Files.writeString(partial.resolve(BucketWeights.SUMS), list);
        } catch (IOException | RuntimeException e) {
            delete(partial);
            throw e;
        }
    }

    private static void requireHash(String file, String got, String wanted) {
        if (!got.equals(wanted)) {
            throw new CheckpointException(file + " has SHA-256 " + got + ", and " + wanted
                    + " is wanted; put the right file there, or correct the hash");
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : inner) {
                    Files.delete(file);
                }
            }
        }
    }
}
