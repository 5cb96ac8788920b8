package io.vsr4j.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has held, its native libraries included, as Linux counts it. */
public final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** Starts counting anew from what is held now; on systems without that, counting goes on. */
    public static void reset() {
        try {
            Files.writeString(RESET, "5");
        } catch (IOException e) {
            // Then the figure is the peak since the process began, which is an upper bound.
        }
    }

    /** {@return bytes; 0 on systems that do not say} */
    public static long bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
