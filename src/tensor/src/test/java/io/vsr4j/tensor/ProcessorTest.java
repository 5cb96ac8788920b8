package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorTest {
    @TempDir
    Path folder;

    @Test
    void readsTheFirstCoresFlags() throws IOException {
        Path info = folder.resolve("cpuinfo");
        Files.writeString(info, "processor\t: 0\nflags\t\t: fpu avx2 amx_bf16\nprocessor\t: 1\nflags\t\t: other\n");
        assertThat(Processor.flags(info)).containsExactlyInAnyOrder("fpu", "avx2", "amx_bf16");
    }

    @Test
    void knowsNothingWhereNothingIsListed() throws IOException {
        assertThat(Processor.flags(folder.resolve("missing"))).isEmpty();
        Path other = Files.writeString(folder.resolve("cpuinfo"), "Features\t: fp asimd\n");
        assertThat(Processor.flags(other)).isEmpty();
    }
}
