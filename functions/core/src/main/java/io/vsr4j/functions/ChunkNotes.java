package io.vsr4j.functions;

import com.google.gson.Gson;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how far a chunk is while it is restored: a small object, written over from time to time by a thread of its own. The
 * work neither waits for it nor fails with it, and nothing rests on it.
 */
final class ChunkNotes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkNotes.class);
    private static final Gson JSON = new Gson();

    private final Service service;
    private final String key;
    private final long start = System.nanoTime();
    private final AtomicInteger frames = new AtomicInteger();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-progress");
        thread.setDaemon(true);
        return thread;
    });
    private int told = -1;

    /**
     * How far a chunk is.
     *
     * @param frames that are restored
     * @param seconds since the chunk was begun
     * @param worker who restores it
     * @param at when this was so, in ISO 8601
     */
    record Note(int frames, double seconds, String worker, String at) {
        static Note fromJson(String json) {
            return JSON.fromJson(json, Note.class);
        }
    }

    ChunkNotes(Service service, String job, int chunk) {
        this.service = service;
        key = Service.keys(job).progress(chunk);
        long every = service.config().progressEvery().toMillis();
        writer.scheduleWithFixedDelay(this::tell, every, every, TimeUnit.MILLISECONDS);
    }

    /** One more frame is restored. */
    void frame() {
        frames.incrementAndGet();
    }

    private void tell() {
        int now = frames.get();
        if (now == told) {
            return;
        }
        try {
            double seconds = (System.nanoTime() - start) / 1e9;
            Note note = new Note(
                    now, seconds, service.config().worker(), Instant.now().toString());
            service.store().put(key, JSON.toJson(note));
            told = now;
        } catch (IOException | RuntimeException e) { // also of a client that is closed meanwhile
            LOG.debug("{}", e.getMessage());
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
