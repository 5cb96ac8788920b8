package io.vsr4j.functions.queue;

import io.vsr4j.functions.observe.LogFields;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the work of one delivery, however it came, and decides what becomes of its message: it is deleted when the work is
 * done; it comes again, later each time, when the work failed; after too many deliveries it is given up and put into the queue
 * of the dead. Deliveries that were handed back do not count.
 */
public final class Settler {
    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    /** The server hides a message that is sent no longer than this. */
    private static final Duration MOST_DELAY = Duration.ofMinutes(15);

    private final String name;
    private final MessageQueue dead;
    private final Duration visibility;
    private final int mostReceives;
    private final Poller.Work work;

    /**
     * @param name of the work, for logs
     * @param dead where messages go that were given up
     * @param visibility timeout of a message that is worked on
     * @param mostReceives deliveries after which a message is given up
     * @param work what is done with a message
     */
    public Settler(String name, MessageQueue dead, Duration visibility, int mostReceives, Poller.Work work) {
        this.name = name;
        this.dead = dead;
        this.visibility = visibility;
        this.mostReceives = mostReceives;
        this.work = work;
    }

    /**
     * Does the work.
     *
     * @param delivery the message; its visibility is extended meanwhile
     * @param stop whether the process is about to end
     * @return whether the message was dealt with; if not, it comes again
     * @throws IOException if it cannot be said what becomes of it; then it comes again too
     */
    public boolean settle(Delivery delivery, BooleanSupplier stop) throws IOException {
        try (LogFields fields = fields(delivery)) {
            return settleNamed(delivery, stop);
        }
    }

    /** {@return what lines of the log say of a delivery until it is closed} */
    LogFields fields(Delivery delivery) {
        return LogFields.with(work.isMessage(delivery.body()) ? work.fields(delivery.body()) : Map.of());
    }

    private boolean settleNamed(Delivery delivery, BooleanSupplier stop) throws IOException {
        if (!work.isMessage(delivery.body())) {
            LOG.error("{}: a message that is none of the queue's: {}", name, delivery.shown());
            dead.send(List.of(delivery.body()), delivery.trace());
            delivery.delete();
            return true;
        }
        if (delivery.receives() > mostReceives) {
            bury(
                    delivery,
                    "it was delivered " + mostReceives + " times and its work did not end;"
                            + " whoever works on it may crash");
            return true;
        }
        try (Heartbeat heartbeat = new Heartbeat(delivery, visibility)) {
            work.run(delivery, stop);
        } catch (CancellationException e) {
            delivery.handBack(Duration.ZERO);
            return true;
        } catch (IOException | RuntimeException e) {
            return failed(delivery, e);
        } catch (Error e) {
            failed(delivery, e);
            throw e;
        }
        delivery.delete();
        return true;
    }

    private boolean failed(Delivery delivery, Throwable e) throws IOException {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (isNotNow(e)) {
            LOG.warn("{} of {} cannot be done now: {}", name, delivery.shown(), reason);
            delivery.handBack(Duration.ofSeconds(Math.min(MOST_DELAY.toSeconds(), visibility.toSeconds() / 2)));
            return false;
        }
        if (work.isInvalid(e)) {
            LOG.warn("{} of {} cannot be done: {}", name, delivery.shown(), reason);
            work.giveUp(delivery.body(), reason);
            delivery.delete();
            return true;
        }
        if (delivery.receives() >= mostReceives) {
            bury(delivery, reason);
            return true;
        }
        LOG.warn(
                "{} of {} failed, delivery {} of {}: {}",
                name,
                delivery.shown(),
                delivery.receives(),
                mostReceives,
                reason,
                e);
        delivery.retry(pause(delivery.receives(), visibility));
        return false;
    }

    /** {@return 1, 2, 4, ... seconds for the first, second, third failure, at most some} */
    static Duration pause(int failures, Duration most) {
        return Duration.ofSeconds(Math.min(most.toSeconds(), 1L << Math.min(failures - 1, 20)));
    }

    private static boolean isNotNow(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotNowException) {
                return true;
            }
        }
        return false;
    }

    /** First it is known to be dead, then it is among the dead, then it is gone: an end in between repeats a step. */
    private void bury(Delivery delivery, String reason) throws IOException {
        LOG.error("{} of {} is given up: {}", name, delivery.shown(), reason);
        try {
            work.giveUp(delivery.body(), reason);
        } catch (IOException | RuntimeException e) {
            // While the store is silent it stays; but what can never be recorded must not go round for ever.
            if (isNotNow(e)) {
                throw e;
            }
            LOG.error("{} of {}: that it is given up cannot be recorded: {}", name, delivery.shown(), e.getMessage());
        }
        dead.send(List.of(delivery.body()), delivery.trace());
        delivery.delete();
    }
}
