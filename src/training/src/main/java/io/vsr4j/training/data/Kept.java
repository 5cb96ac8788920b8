package io.vsr4j.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.ToLongFunction;

/**
 * What was read lately, as much as a budget allows. Several threads may ask at once; whoever asks first for something reads
 * it, the others wait.
 */
final class Kept<V> {
    private final long budget;
    private final ToLongFunction<V> size;
    private final Map<Path, FutureTask<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Path, Long> sizes = new LinkedHashMap<>();
    private long held;

    /**
     * @param budget most bytes, apart from what is in use
     * @param size of something in bytes
     */
    Kept(long budget, ToLongFunction<V> size) {
        this.budget = budget;
        this.size = size;
    }

    /** {@return what belongs to a file; read now if it is not there} */
    V get(Path file, Callable<V> read) throws IOException {
        FutureTask<V> task;
        synchronized (this) {
            task = entries.computeIfAbsent(file, f -> new FutureTask<>(read));
        }
        task.run(); // once, whoever calls it
        try {
            V value = task.get();
            admit(file, task, value);
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + file + " was read", e);
        } catch (ExecutionException e) {
            forget(file, task);
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw (Error) e.getCause();
        }
    }

    private synchronized void admit(Path file, FutureTask<V> task, V value) {
        if (entries.get(file) != task || sizes.containsKey(file)) {
            return;
        }
        sizes.put(file, size.applyAsLong(value));
        held += sizes.get(file);
        Iterator<Path> oldest = entries.keySet().iterator();
        while (held > budget && oldest.hasNext()) {
            Long freed = sizes.remove(oldest.next()); // none while it is being read
            if (freed != null) {
                held -= freed;
                oldest.remove();
            }
        }
    }

    private synchronized void forget(Path file, FutureTask<V> task) {
        if (entries.get(file) == task) {
            entries.remove(file);
        }
    }
}
