package io.vsr4j.training.data;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Preset;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Measures how many clips a second there are; docs/training-data.md says how to call it. Not run with the tests. */
class ClipBenchmark {
    private static final int WARM_UP = 6;
    private static final int CLIPS = 16;

    @Test
    void measure() throws IOException {
        String folder = System.getProperty("data");
        if (folder == null) {
            throw new IllegalArgumentException("say with -Ddata=FOLDER where videos and photos are");
        }
        for (double photos : new double[] {1, 0}) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.2f clips in a second of one thread%n",
                    photos == 1 ? "photos" : "videos",
                    rate(Path.of(folder), photos));
        }
    }

    /** Counts the thread's own time, so that other programs on the machine do not. */
    private static double rate(Path folder, double photos) throws IOException {
        ClipSettings settings = new ClipSettings(
                List.of(folder),
                256,
                256,
                7,
                2,
                2,
                photos,
                true,
                true,
                true,
                Preset.H264,
                Preset.H264.temporal(),
                false,
                0.1,
                1);
        try (NDManager owner = TorchEngine.newManager(Device.cpu());
                Clips clips = Clips.open(settings, Part.TRAINING, System.out::println)) {
            run(clips, owner, 0, WARM_UP);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            run(clips, owner, WARM_UP, WARM_UP + CLIPS);
            return CLIPS / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
        }
    }

    private static void run(Clips clips, NDManager owner, int from, int to) throws IOException {
        for (int index = from; index < to; index++) {
            try (NDManager scope = owner.newSubManager()) {
                clips.clip(index, scope);
            }
        }
    }
}
