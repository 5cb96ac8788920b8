package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes whose temporary folder is on a disk that is full. */
class FullDiskTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final int TRIES = 2;

    /** One chunk, and so one message at a time. */
    private static final Map<String, String> SETTINGS =
            Map.of("vsr-model", "bicubic", "vsr-scale", "2", "vsr-chunk-frames", "24", "vsr-threads", "1");

    @TempDir
    Path folder;

    @Test
    void workWaitsUntilThereIsRoomAndNothingHalfIsLeft() throws Exception {
        try (Rig rig = new Rig(folder);
                SmallDisk disk = new SmallDisk(folder.resolve("disk"), 4000)) {
            byte[] undisturbed;
            rig.put("incoming/undisturbed.mp4", Rig.CLIP, SETTINGS);
            try (Rig.Running worker = rig.work("undisturbed")) {
                undisturbed = rig.bytes(rig.await("incoming/undisturbed.mp4", JobStatus.State.DONE)
                        .result());
                rig.awaitQuiet();
            }
            rig.put(KEY, Rig.CLIP, SETTINGS);
            disk.fill(4);
            Process upscaler = start(rig, disk, "upscaler", "split,upscale");
            tries(disk.folder().resolve("upscaler"));
            String job = rig.jobs(KEY).get(0).job();
            assertThat(rig.store().list(Service.keys(job).chunks())).isEmpty();
            disk.free();
            Rig.await("all chunks are there", () -> rig.service()
                    .missing(rig.service().manifest(job).orElseThrow())
                    .isEmpty());
            end(upscaler);

            disk.fill(4);
            Process merger = start(rig, disk, "merger", "merge");
            tries(disk.folder().resolve("merger"));
            assertThat(rig.store().exists(Service.keys(job).done())).isFalse();
            assertThat(rig.jobs(KEY)).extracting(JobStatus::state).doesNotContain(JobStatus.State.FAILED);
            disk.free();
            rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
            end(merger);
            rig.assertWhole(job, undisturbed);
            assertThat(files(disk.folder())).isEmpty();
            assertThat(rig.drain("dead")).isEmpty();
        }
    }

    /** A delivery that counted would end the job at the second try. */
    private static Process start(Rig rig, SmallDisk disk, String name, String roles) throws IOException {
        return WorkerProcess.start(rig, name, disk.folder(), Map.of("roles", roles, "most-receives", "2"), Map.of());
    }

    private static void end(Process worker) throws InterruptedException {
        worker.destroy();
        assertThat(worker.waitFor()).isZero();
    }

    /** Waits until some folders for work have come and gone. */
    private static void tries(Path temporary) throws Exception {
        String[] last = {""};
        int[] seen = {0};
        Rig.await("work has been tried some times", () -> {
            for (Path work : list(temporary)) {
                if (!work.getFileName().toString().equals(last[0])) {
                    last[0] = work.getFileName().toString();
                    seen[0]++;
                }
            }
            return seen[0] > TRIES;
        });
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".lock"))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
