package io.vsr4j.functions;

import io.vsr4j.functions.aws.TaskProtection;
import io.vsr4j.functions.observe.DeviceMemory;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Poller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that lives long and plays some of the roles of the service: polls their queues until it is closed. */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Service service;
    private final TemporaryFolder temporary;
    private final List<Poller> pollers = new ArrayList<>();
    private final DeviceMemory memory;
    private final TaskProtection protection = TaskProtection.of(System.getenv());
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
        this.service = functions.service();
        temporary = TemporaryFolder.open(service.config().temporary());
        String device = roles.contains(Role.UPSCALE) ? service.config().device() : "cpu";
        memory = new DeviceMemory(device, bytes -> service.tell(new WorkEvent.Memory(bytes)));
        if (roles.contains(Role.SPLIT)) {
            poll("split", List.of(service.queues().ingest()), Messages.split(functions));
            sweep();
        }
        if (roles.contains(Role.UPSCALE)) {
            poll("upscale", List.copyOf(service.queues().chunks().values()), Messages.chunks(functions));
        }
        if (roles.contains(Role.MERGE)) {
            poll("merge", List.of(service.queues().merge()), Messages.merge(functions));
        }
    }

    private void poll(String name, List<MessageQueue> queues, Poller.Work work) {
        FunctionsConfig config = service.config();
        pollers.add(new Poller(
                name, queues, service.queues().dead(), config.visibility(), config.mostReceives(), work, protection));
    }

    private void sweep() {
        Sweeper sweeper = new Sweeper(service);
        long period = Math.max(1, service.config().sweepAfter().toMillis() / 2);
        sweeps.scheduleWithFixedDelay(
                () -> {
                    try {
                        sweeper.run();
                    } catch (IOException | RuntimeException e) {
                        if (!sweeps.isShutdown()) {
                            LOG.warn("sweeping failed: {}", e.getMessage());
                        }
                    }
                },
                0,
                period,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        sweeps.shutdownNow();
        memory.close();
        pollers.parallelStream().forEach(Poller::close);
        protection.close();
        try {
            temporary.close();
        } catch (IOException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
