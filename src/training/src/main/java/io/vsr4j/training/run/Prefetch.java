package io.vsr4j.training.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Samples in the order of their indices, made by several threads ahead of their use. Taken by one thread. */
final class Prefetch<S> implements AutoCloseable {
    /** Makes a sample. */
    @FunctionalInterface
    interface Maker<S> {
        S sample(long index, NDManager owner) throws IOException;
    }

    /** A sample and who owns it. */
    record Prepared<S>(long index, S sample, NDManager owner) implements AutoCloseable {
        @Override
        public void close() {
            owner.close();
        }
    }

    private final Maker<S> maker;
    private final Device device;
    private final long end;
    private final int ahead;
    private final ExecutorService threads;
    private final Deque<Future<Prepared<S>>> waiting = new ArrayDeque<>();
    private long next;
    private long waited;
    private volatile boolean closed;

    /**
     * Begins to make samples.
     *
     * @param maker called by several threads at once
     * @param device of the samples' managers
     * @param first index
     * @param end index after the last
     * @param threads how many
     * @param ahead how many samples there may be that have not been taken
     */
    Prefetch(Maker<S> maker, Device device, long first, long end, int threads, int ahead) {
        this.maker = maker;
        this.device = device;
        this.end = end;
        this.ahead = Math.max(threads, ahead);
        this.next = first;
        this.threads = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "samples");
            thread.setDaemon(true);
            return thread;
        });
        fill();
    }

    private void fill() {
        while (waiting.size() < ahead && next < end) {
            long index = next++;
            waiting.add(threads.submit(() -> make(index)));
        }
    }

    private Prepared<S> make(long index) throws IOException {
        if (closed) {
            throw new CancellationException();
        }
        NDManager owner = TorchEngine.newManager(device);
        try (Autograd off = Autograd.off()) {
            return new Prepared<>(index, maker.sample(index, owner), owner);
        } catch (IOException | RuntimeException | Error e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Takes the next sample, and waits for it if it must.
     *
     * @return the sample; closed by who takes it
     * @throws IOException if its data could not be read
     */
    Prepared<S> next() throws IOException {
        long begin = System.nanoTime();
        try {
            return get(waiting.remove());
        } finally {
            waited += System.nanoTime() - begin;
            fill();
        }
    }

    private static <T> T get(Future<T> future) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException cause) {
                        throw cause;
                    }
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    throw (Error) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@return for how many nanoseconds {@link #next} has waited} */
    long waited() {
        return waited;
    }

    /** Ends the threads when they have finished what they are at, and frees what nobody has taken. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Future<Prepared<S>> future : waiting) {
            try {
                get(future).close();
            } catch (IOException | RuntimeException e) {
                // It was not made, or has freed itself; nobody wants it any more.
                continue;
            }
        }
    }
}
