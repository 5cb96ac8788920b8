package io.vsr4j.training.adcvsr;

import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Settings;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much memory two steps take, with and without {@code -Drecompute=true}; each in a process of its own. */
class RecomputationBenchmark {
    private static final int FRAMES = 7;
    private static final int SIDE = 192;

    @TempDir
    private Path folder;

    @Test
    void measure() throws IOException {
        TorchEngine.setThreads(1);
        String recompute = System.getProperty("recompute", "false");
        Settings settings = Tiny.settings(
                Tiny.STAGE2, Tiny.weights(folder), "steps", "2", "data-threads", "1", "recompute", recompute);
        String before = peak();
        try (AdcVsrTask task = Tiny.task(settings, new WavyClips(1, FRAMES, SIDE, 0.2, 5))) {
            new Trainer<>(task, settings, folder.resolve("out"), TrainingListener.NONE).run(false);
        }
        System.out.printf("recompute=%s: %s, before the first step %s%n", recompute, peak(), before);
    }

    /** Of memory that the process has had. */
    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
    }
}
