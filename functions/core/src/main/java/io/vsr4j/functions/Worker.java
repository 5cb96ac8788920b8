package io.vsr4j.functions;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Poller;
import io.vsr4j.functions.queue.Queues.ChunkMessage;
import io.vsr4j.functions.queue.Queues.MergeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that lives long and plays some of the roles of the service: polls their queues until it is closed. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Gson JSON = new Gson();
    private static final int MOST_REASON = 2000;

    private final Functions functions;
    private final Service service;
    private final TemporaryFolder temporary;
    private final List<Poller> pollers = new ArrayList<>();
    private final ScheduledExecutorService sweeps = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to work.
     *
     * @param functions what is done
     * @param roles which of it
     * @throws IOException if the folder for temporary files cannot be used
     * @throws IllegalArgumentException if another worker has it
     */
    public Worker(Functions functions, Set<Role> roles) throws IOException {
        this.functions = functions;
        this.service = functions.service();
        temporary = TemporaryFolder.open(service.config().temporary());
        if (roles.contains(Role.SPLIT)) {
            poll("split", List.of(service.queues().ingest()), new SplitMessages());
            sweep();
        }
        if (roles.contains(Role.UPSCALE)) {
            poll("upscale", List.copyOf(service.queues().chunks().values()), new ChunkMessages());
        }
        if (roles.contains(Role.MERGE)) {
            poll("merge", List.of(service.queues().merge()), new MergeMessages());
        }
    }

    private void poll(String name, List<MessageQueue> queues, Poller.Work work) {
        FunctionsConfig config = service.config();
        pollers.add(
                new Poller(name, queues, service.queues().dead(), config.visibility(), config.mostReceives(), work));
    }

    private void sweep() {
        Sweeper sweeper = new Sweeper(service);
        long period = Math.max(1, service.config().sweepAfter().toMillis() / 2);
        sweeps.scheduleWithFixedDelay(
                () -> {
                    try {
                        sweeper.run();
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("sweeping failed: {}", e.getMessage());
                    }
                },
                0,
                period,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        sweeps.shutdownNow();
        pollers.parallelStream().forEach(Poller::close);
        try {
            temporary.close();
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static <T> T parse(String body, Class<T> type) {
        return JSON.fromJson(body, type);
    }

    private static <T> boolean parses(String body, Class<T> type, Predicate<T> isWhole) {
        try {
            T message = parse(body, type);
            return message != null && isWhole.test(message);
        } catch (JsonParseException e) {
            return false;
        }
    }

    private abstract class Messages implements Poller.Work {
        @Override
        public boolean isInvalid(Throwable e) {
            return Failures.isInvalid(e);
        }

        void fail(String job, String step, String reason) throws IOException {
            String shown = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) : reason;
            Failures.record(service, job, step, shown, null);
        }
    }

    private final class SplitMessages extends Messages {
        @Override
        public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
            for (Video video : IngestMessage.videos(delivery.body())) {
                functions.split(video, stop);
            }
        }

        @Override
        public boolean isMessage(String body) {
            try {
                IngestMessage.videos(body);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            for (Video video : IngestMessage.videos(body)) {
                functions.giveUpSplit(video, reason);
            }
        }
    }

    private final class ChunkMessages extends Messages {
        @Override
        public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
            ChunkMessage message = parse(delivery.body(), ChunkMessage.class);
            functions.upscale(message.job(), message.chunk(), delivery.receives(), stop);
        }

        @Override
        public boolean isMessage(String body) {
            return parses(body, ChunkMessage.class, m -> JobKeys.isId(m.job()) && m.chunk() >= 0);
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            ChunkMessage message = parse(body, ChunkMessage.class);
            fail(message.job(), JobKeys.number(message.chunk()), reason);
        }
    }

    private final class MergeMessages extends Messages {
        @Override
        public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
            functions.merge(parse(delivery.body(), MergeMessage.class).job());
        }

        @Override
        public boolean isMessage(String body) {
            return parses(body, MergeMessage.class, m -> JobKeys.isId(m.job()));
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            fail(parse(body, MergeMessage.class).job(), "merge", reason);
        }
    }
}
