package io.vsr4j.functions.queue;

import io.vsr4j.functions.observe.LogFields;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Extends the visibility of a delivery three times in each timeout, for as long as it is worked on. */
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS = 3;
    private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "vsr-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private final Delivery delivery;
    private final Duration visibility;
    private final Map<String, String> fields = LogFields.current();
    private final ScheduledFuture<?> beats;
    private boolean closed;

    /**
     * Begins.
     *
     * @param delivery what is worked on
     * @param visibility its timeout
     */
    public Heartbeat(Delivery delivery, Duration visibility) {
        this.delivery = delivery;
        this.visibility = visibility;
        long period = Math.max(1, visibility.toMillis() / BEATS);
        beats = CLOCK.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
    }

    /** Not while the delivery is given up: a beat that came after would hide it from everybody. */
    private synchronized void beat() {
        if (closed) {
            return;
        }
        try (LogFields ofDelivery = LogFields.with(fields)) {
            if (!delivery.extend(visibility)) {
                // Somebody else may have it now. What both make is the same, and only one of them gets it in.
                LOG.warn(
                        "lost the delivery of {} in queue {} after its visibility timeout",
                        delivery.shown(),
                        delivery.queue().name());
                beats.cancel(false);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {}", delivery.shown(), e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        beats.cancel(false);
    }
}
