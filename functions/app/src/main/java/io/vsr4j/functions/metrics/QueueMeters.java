package io.vsr4j.functions.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Queues;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks the queues from time to time how full they are. Whoever reads metrics causes no request. */
@ApplicationScoped
public class QueueMeters {
    private static final int[] UNKNOWN = {};

    @ConfigProperty(name = "vsr.queue-meters-every", defaultValue = "15")
    double seconds;

    private final Map<String, int[]> counts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-queue-meters");
        thread.setDaemon(true);
        return thread;
    });

    /** After the functions have been connected, which says what is wrong if they cannot be. */
    void start(
            @Observes @Priority(Integer.MAX_VALUE) StartupEvent event,
            Instance<Functions> functions,
            MeterRegistry registry) {
        List<MessageQueue> queues = all(functions.get().service().queues());
        for (MessageQueue queue : queues) {
            gauge(registry, queue.name(), "waiting", 0);
            gauge(registry, queue.name(), "delivered", 1);
        }
        long period = Math.max(1, Math.round(seconds * 1000));
        clock.scheduleWithFixedDelay(() -> queues.forEach(this::look), 0, period, TimeUnit.MILLISECONDS);
    }

    private static List<MessageQueue> all(Queues queues) {
        List<MessageQueue> all = new ArrayList<>(queues.chunks().values());
        all.addAll(List.of(queues.ingest(), queues.merge(), queues.dead()));
        return all;
    }

    private void gauge(MeterRegistry registry, String queue, String state, int index) {
        Gauge.builder("vsr.queue.messages", counts, all -> {
                    int[] known = all.getOrDefault(queue, UNKNOWN);
                    return known.length == 0 ? Double.NaN : known[index];
                })
                .description("Messages in a queue, as far as its server knows")
                .tag("queue", queue)
                .tag("state", state)
                .register(registry);
    }

    private void look(MessageQueue queue) {
        try {
            counts.put(queue.name(), queue.counts());
        } catch (IOException | RuntimeException e) {
            counts.put(queue.name(), UNKNOWN); // better no number than an old one
        }
    }

    void stop(@Observes ShutdownEvent event) {
        clock.shutdownNow();
    }
}
