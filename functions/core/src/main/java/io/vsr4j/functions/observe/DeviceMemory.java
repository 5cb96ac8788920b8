package io.vsr4j.functions.observe;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** Looks from time to time how much memory a worker takes of its device. */
public final class DeviceMemory implements AutoCloseable {
    private static final long PERIOD_SECONDS = 15;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-memory");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Begins to look.
     *
     * @param device "cpu", "gpu" or "gpu:n"
     * @param told how many bytes, where that can be said
     */
    public DeviceMemory(String device, LongConsumer told) {
        clock.scheduleWithFixedDelay(() -> used(device).ifPresent(told), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** {@return bytes in use on a device; on a CPU, resident bytes of this process; empty if the system does not say} */
    static OptionalLong used(String device) {
        try {
            Device where = TorchEngine.device(device);
            return where.isGpu() ? OptionalLong.of(CudaUtils.getGpuMemory(where).getCommitted()) : resident();
        } catch (IOException | RuntimeException | LinkageError e) {
            return OptionalLong.empty(); // another system, or a driver that does not answer
        }
    }

    private static OptionalLong resident() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
