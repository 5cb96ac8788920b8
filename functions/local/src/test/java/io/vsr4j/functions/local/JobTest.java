package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.Worker;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video is put, and comes back restored. */
class JobTest {
    @TempDir
    Path folder;

    @Test
    void aVideoThatIsPutComesBackRestored() throws Exception {
        try (Cloud cloud = new Cloud(folder);
                Functions functions = new Functions(cloud.service());
                Worker worker = new Worker(functions, EnumSet.allOf(Role.class))) {
            cloud.put(
                    "incoming/a b/clip.mp4",
                    Clips.small(folder),
                    Map.of("vsr-scale", "2", "vsr-model", "bicubic", "vsr-chunk-frames", "7"));
            JobStatus job = cloud.await(JobStatus.State.DONE);
            assertThat(job.source()).isEqualTo("incoming/a b/clip.mp4");
            System.out.println(job);
        }
    }
}
