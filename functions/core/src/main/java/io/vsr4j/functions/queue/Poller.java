package io.vsr4j.functions.queue;

import io.vsr4j.functions.aws.TaskProtection;
import io.vsr4j.functions.observe.LogFields;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from queues, the most urgent first, and works on one at a time, on a thread of its own. A message is deleted
 * when its work is done; until then its visibility is extended. If the work fails it comes again, later each time, and after
 * too many deliveries it is given up and put into the queue of the dead. Deliveries that were handed back do not count. Whose
 * work fails time after time rests in between, so that a broken worker leaves messages to others.
 */
public final class Poller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final Duration LONG_WAIT = Duration.ofSeconds(20);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_WAIT = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final List<MessageQueue> queues;
    private final Duration visibility;
    private final Settler settler;
    private final TaskProtection protection;
    private final Semaphore free = new Semaphore(1);
    private final ExecutorService worker;
    private final Thread receiver;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;

    /** What is done with messages. */
    public interface Work {
        /**
         * Does the work of a message.
         *
         * @param delivery the message
         * @param stop whether the process is about to end
         * @throws CancellationException if it stopped for that
         * @throws NotNowException if it cannot be done now, which says nothing about the work
         * @throws IOException if another time may be better
         */
        void run(Delivery delivery, BooleanSupplier stop) throws IOException;

        /** {@return whether a text is a message of the queue at all} */
        boolean isMessage(String body);

        /** {@return whether another time cannot be better} */
        boolean isInvalid(Throwable e);

        /** Records that a message is given up, before it goes. */
        void giveUp(String body, String reason) throws IOException;

        /** {@return what lines of the log say of a message of the queue, by name: its job, its chunk} */
        default Map<String, String> fields(String body) {
            return Map.of();
        }
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
     * @param protection what keeps the process from being stopped while it works
     */
    public Poller(
            String name,
            List<MessageQueue> queues,
            MessageQueue dead,
            Duration visibility,
            int mostReceives,
            Work work,
            TaskProtection protection) {
        this.queues = queues;
        this.protection = protection;
        this.visibility = visibility;
        settler = new Settler(name, dead, visibility, mostReceives, work);
        worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "vsr-" + name));
        receiver = new Thread(this::receive, "vsr-" + name + "-poller");
        receiver.setDaemon(true);
        receiver.start();
    }

    private void receive() {
        while (!isStopped()) {
            try {
                free.acquire();
                Optional<Delivery> delivery = isStopped() ? Optional.empty() : next();
                if (delivery.isEmpty()) {
                    free.release();
                } else {
                    pass(delivery.get());
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                free.release();
                if (!isStopped()) {
                    LOG.warn("{}", e.getMessage());
                    rest(PAUSE_AFTER_FAILURE);
                }
            }
        }
    }

    private void pass(Delivery delivery) throws IOException {
        try {
            worker.execute(() -> handle(delivery));
        } catch (RejectedExecutionException e) {
            delivery.handBack(Duration.ZERO); // it came while the poller was being closed
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
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

    private void rest(Duration time) {
        try {
            stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Delivery delivery) {
        failures++;
        try (LogFields fields = settler.fields(delivery);
                TaskProtection.Hold hold = protection.hold()) {
            handleNamed(delivery);
        } finally {
            free.release();
        }
    }

    private void handleNamed(Delivery delivery) {
        try {
            if (settler.settle(delivery, this::isStopped)) {
                failures = 0;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: {}", delivery.shown(), e.getMessage()); // it comes again after its visibility timeout
        } finally {
            if (failures > 1) {
                rest(Settler.pause(failures - 1, visibility));
            }
        }
    }

    /** Takes no more messages, stops the work on the last one at its next window, and hands it back. */
    @Override
    public void close() {
        stop.countDown();
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
