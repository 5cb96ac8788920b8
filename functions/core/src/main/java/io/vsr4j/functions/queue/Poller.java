package io.vsr4j.functions.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from queues, the most urgent first, and works on one at a time, on a thread of its own. A message is deleted
 * when its work is done; until then its visibility is extended. If the work fails it comes again, later each time, and after
 * too many deliveries it is given up and put into the queue of the dead.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Duration LONG_WAIT = Duration.ofSeconds(20);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_WAIT = Duration.ofMillis(500);
    private static final int MOST_SHOWN = 300;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final List<MessageQueue> queues;
    private final MessageQueue dead;
    private final Duration visibility;
    private final int mostReceives;
    private final Work work;
    private final Semaphore free = new Semaphore(1);
    private final ExecutorService worker;
    private final Thread receiver;
    private volatile boolean stopped;

    /** What is done with messages. */
    public interface Work {
        /**
         * Does the work of a message.
         *
         * @param delivery the message
         * @param stop whether the process is about to end
         * @throws CancellationException if it stopped for that
         * @throws IOException if another time may be better
         */
        void run(Delivery delivery, BooleanSupplier stop) throws IOException;

        /** {@return whether a text is a message of the queue at all} */
        boolean isMessage(String body);

        /** {@return whether another time cannot be better} */
        boolean isInvalid(Throwable e);

        /** Records that a message is given up, before it goes. */
        void giveUp(String body, String reason) throws IOException;
    }

    /**
     * Begins to poll.
     *
     * @param name of the work, for threads and logs
     * @param queues the most urgent first
     * @param dead where messages go that were given up
     * @param visibility timeout of a message that is worked on
     * @param mostReceives deliveries after which a message is given up
     * @param work what is done with a message
     */
    public Poller(
            String name,
            List<MessageQueue> queues,
            MessageQueue dead,
            Duration visibility,
            int mostReceives,
            Work work) {
        this.name = name;
        this.queues = queues;
        this.dead = dead;
        this.visibility = visibility;
        this.mostReceives = mostReceives;
        this.work = work;
        worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "vsr-" + name));
        receiver = new Thread(this::receive, "vsr-" + name + "-poller");
        receiver.setDaemon(true);
        receiver.start();
    }

    private void receive() {
        while (!stopped) {
            try {
                free.acquire();
                Optional<Delivery> delivery = stopped ? Optional.empty() : next();
                if (delivery.isEmpty()) {
                    free.release();
                } else if (stopped) {
                    delivery.get().release(Duration.ZERO);
                } else {
                    worker.execute(() -> handle(delivery.get()));
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                free.release();
                if (!stopped) {
                    LOG.warn("{}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private Optional<Delivery> next() throws IOException {
        for (int i = 0; i < queues.size(); i++) {
            boolean last = i == queues.size() - 1;
            Duration wait = !last ? Duration.ZERO : queues.size() == 1 ? LONG_WAIT : SHORT_WAIT;
            Optional<Delivery> delivery = queues.get(i).receive(visibility, wait);
            if (delivery.isPresent()) {
                return delivery;
            }
        }
        return Optional.empty();
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Delivery delivery) {
        try {
            settle(delivery);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}", e.getMessage()); // it comes again after its visibility timeout
        } finally {
            free.release();
        }
    }

    private void settle(Delivery delivery) throws IOException {
        if (!work.isMessage(delivery.body())) {
            LOG.error("{}: a message that is none of the queue's: {}", name, shown(delivery));
            dead.send(List.of(delivery.body()));
            delivery.delete();
            return;
        }
        if (delivery.receives() > mostReceives) {
            bury(
                    delivery,
                    "it was delivered " + mostReceives + " times and its work did not end;"
                            + " whoever works on it may crash");
            return;
        }
        try (Heartbeat heartbeat = new Heartbeat(delivery, visibility)) {
            work.run(delivery, () -> stopped);
        } catch (CancellationException e) {
            delivery.release(Duration.ZERO);
            return;
        } catch (IOException | RuntimeException e) {
            failed(delivery, e);
            return;
        } catch (Error e) {
            failed(delivery, e);
            throw e;
        }
        delivery.delete();
    }

    private void failed(Delivery delivery, Throwable e) throws IOException {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (work.isInvalid(e)) {
            LOG.warn("{} of {} cannot be done: {}", name, shown(delivery), reason);
            work.giveUp(delivery.body(), reason);
            delivery.delete();
        } else if (delivery.receives() >= mostReceives) {
            bury(delivery, reason);
        } else {
            LOG.warn(
                    "{} of {} failed, delivery {} of {}: {}",
                    name,
                    shown(delivery),
                    delivery.receives(),
                    mostReceives,
                    reason,
                    e);
            long seconds = Math.min(visibility.toSeconds(), 1L << Math.min(delivery.receives() - 1, 20));
            delivery.release(Duration.ofSeconds(seconds));
        }
    }

    /** {@return the message, which names job and chunk} */
    private static String shown(Delivery delivery) {
        String line = delivery.body().replaceAll("\\s+", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
    }

    /** First it is known to be dead, then it is among the dead, then it is gone: an end in between repeats a step. */
    private void bury(Delivery delivery, String reason) throws IOException {
        LOG.error("{} of {} is given up: {}", name, shown(delivery), reason);
        work.giveUp(delivery.body(), reason);
        dead.send(List.of(delivery.body()));
        delivery.delete();
    }

    /** Takes no more messages, stops the work on the last one at its next window, and hands it back. */
    @Override
    public void close() {
        stopped = true;
        receiver.interrupt();
        worker.shutdown();
        try {
            worker.awaitTermination(100, TimeUnit.SECONDS);
            // It may be waiting for a message, which cannot be interrupted. One that comes now, of all times, is lost
            // to
            // this process and seen again after its visibility timeout.
            receiver.join(LAST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
