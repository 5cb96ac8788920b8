package io.vsr4j.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What the processor can do. */
public final class Processor {
    private static final String BF16_MATRICES = "amx_bf16";

    private Processor() {}

    /**
     * {@return whether it multiplies matrices of bfloat16 faster than those of single precision: Intel's since Sapphire
     * Rapids, as far as the system tells. Elsewhere such products are emulated, and slow}
     */
    public static boolean fastBf16() {
        return Known.FLAGS.contains(BF16_MATRICES);
    }

    /** {@return whether libtorch has oneDNN's operations for it: x86 processors} */
    public static boolean hasOneDnn() {
        return System.getProperty("os.arch").equals("amd64");
    }

    /** Read once, when first asked for. */
    private static final class Known {
        static final Set<String> FLAGS = flags(Path.of("/proc/cpuinfo"));
    }

    /** {@return the flags that Linux lists for the first core; none on other systems and processors} */
    static Set<String> flags(Path info) {
        try (var lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line ->
                            Set.of(line.substring(line.indexOf(':') + 1).trim().split("\\s+")))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
