package io.vsr4j.functions.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vsr4j.functions.observe.Observer;
import io.vsr4j.functions.observe.WorkEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** What the workers do, as metrics. No label has more values than there are queues or workers. */
public final class Meters implements Observer {
    private static final Duration[] WAITS = seconds(1, 10, 60, 300, 1800, 7200);
    private static final Duration[] WORK = seconds(1, 3, 10, 30, 60, 120, 300);

    /** Of all that this process hears of. Workers of local mode begin before there is anything to inject. */
    public static final Meters OF_PROCESS = new Meters(Metrics.globalRegistry);

    private final MeterRegistry registry;
    private final Map<String, Double> speeds = new ConcurrentHashMap<>();
    private final Map<String, Double> memory = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry) {
        this.registry = registry;
        for (WorkEvent.State state : WorkEvent.State.values()) {
            jobs(state);
        }
        frames();
        timer("vsr.chunk", "Seconds from a chunk's delivery until it is put", WORK);
        timer("vsr.merge", "Seconds from the first chunk read until the result is published", WORK);
    }

    private static Duration[] seconds(long... seconds) {
        return LongStream.of(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }

    @Override
    public void observe(String worker, WorkEvent event) {
        if (event instanceof WorkEvent.Received received) {
            received(received);
        } else if (event instanceof WorkEvent.ChunkDone chunk) {
            timer("vsr.chunk", "", WORK).record(duration(chunk.seconds()));
            frames().increment(chunk.frames());
            gauge("vsr.frames.per.second", worker, speeds, chunk.frames() / Math.max(1e-3, chunk.seconds()));
        } else if (event instanceof WorkEvent.Merged merged) {
            timer("vsr.merge", "", WORK).record(duration(merged.seconds()));
        } else if (event instanceof WorkEvent.JobMoved moved) {
            jobs(moved.state()).increment();
        } else if (event instanceof WorkEvent.Memory used) {
            gauge("vsr.device.memory", worker, memory, used.bytes());
        }
    }

    /** A message that comes again has been worked on in between: it did not wait, it is tried again. */
    private void received(WorkEvent.Received received) {
        Counter retries = Counter.builder("vsr.retries")
                .description("Deliveries of messages that had been delivered before")
                .tag("queue", received.queue())
                .register(registry);
        if (received.receives() > 1) {
            retries.increment();
        } else if (!Double.isNaN(received.age())) {
            Timer.builder("vsr.queue.age")
                    .description("Seconds that a message had waited when it was first delivered")
                    .tag("queue", received.queue())
                    .serviceLevelObjectives(WAITS)
                    .register(registry)
                    .record(duration(received.age()));
        }
    }

    private Counter jobs(WorkEvent.State state) {
        return Counter.builder("vsr.jobs")
                .description("Jobs that came into a state")
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Counter frames() {
        return Counter.builder("vsr.frames")
                .description("Source frames that were restored")
                .register(registry);
    }

    private Timer timer(String name, String description, Duration[] buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private void gauge(String name, String worker, Map<String, Double> values, double value) {
        if (values.put(worker, value) != null) {
            return; // it is read from there
        }
        Gauge.builder(name, values, all -> all.get(worker))
                .tag("worker", worker)
                .baseUnit(values == memory ? "bytes" : null)
                .register(registry);
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }
}
