package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Runs jobs to their end, or to where a test wants them to end. */
final class Jobs {
    private Jobs() {}

    static UpscaleReport run(Path in, Path out, Consumer<Settings> change, boolean resume) throws IOException {
        return job(in, out, change, resume, JobListener.NONE).run();
    }

    private static UpscaleJob job(Path in, Path out, Consumer<Settings> change, boolean resume, JobListener listener) {
        Settings settings = new Settings();
        change.accept(settings);
        return new UpscaleJob(in, out, settings.build(), resume, listener);
    }

    /** Runs until some frames are done, then stops as if the user had asked to. */
    static void stopAfter(int frames, Path in, Path out, Consumer<Settings> change) {
        UpscaleJob[] job = new UpscaleJob[1];
        job[0] = job(in, out, change, true, new JobListener() {
            @Override
            public void advanced(int done, int reused, int total) {
                if (done >= frames) {
                    job[0].cancel();
                }
            }
        });
        assertThatThrownBy(job[0]::run).isInstanceOf(CancellationException.class);
    }

    /** Runs until all chunks are made, and ends there as if killed. */
    static void stopBeforeTheJoin(Path in, Path out, Consumer<Settings> change) {
        UpscaleJob job = job(in, out, change, true, new JobListener() {
            @Override
            public void stage(Stage stage) {
                if (stage == Stage.JOIN) {
                    throw new CancellationException();
                }
            }
        });
        assertThatThrownBy(job::run).isInstanceOf(CancellationException.class);
    }
}
