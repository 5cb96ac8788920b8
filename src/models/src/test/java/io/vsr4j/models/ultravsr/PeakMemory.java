package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The most memory that the process holds during a step, as Linux counts it. */
final class PeakMemory {
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    static boolean canBeMeasured() {
        return Files.isWritable(CLEAR);
    }

    /** By how many bytes the process grows at the most. */
    static long of(Supplier<NDArray> step) throws IOException {
        Files.writeString(CLEAR, "5");
        long before = status("VmRSS");
        step.get().close();
        return status("VmHWM") - before;
    }

    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
