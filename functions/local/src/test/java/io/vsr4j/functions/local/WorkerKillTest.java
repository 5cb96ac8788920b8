package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers as processes, killed by the operating system at random instants while they work. More of it with {@code
 * -Dvsr.kills=N}.
 */
class WorkerKillTest {
    private static final int KILLS = Integer.getInteger("vsr.kills", 3);
    private static final long SEED = Long.getLong("vsr.soak.seed", 1);
    private static final int MOST_LIFE_MILLISECONDS = 3000;
    /** Ten deaths in a row would end a job as poison, which is another test. */
    private static final Map<String, String> SETTINGS = Map.of("most-receives", "1000");

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    @Test
    void killedWorkersLeaveNothingBehindAndEachVideoHasItsResult() throws Exception {
        try (Rig rig = new Rig(folder)) {
            byte[] undisturbed = undisturbed(rig);
            List<String> keys = new ArrayList<>();
            int kills = 0;
            while (kills < KILLS) {
                if (keys.isEmpty() || !rig.jobs(last(keys)).isEmpty() && isDone(rig, last(keys))) {
                    keys.add("incoming/" + keys.size() + "/clip.mp4");
                    rig.put(last(keys), Rig.CLIP, Rig.SETTINGS);
                }
                Process worker = WorkerProcess.start(rig, "worker-" + kills % 2, rig.temporary(), SETTINGS, Map.of());
                Thread.sleep(random.nextInt(MOST_LIFE_MILLISECONDS));
                worker.destroyForcibly().waitFor();
                kills++;
            }
            Process worker = WorkerProcess.start(rig, "worker-0", rig.temporary(), SETTINGS, Map.of());
            for (String key : keys) {
                rig.assertWhole(rig.await(key, JobStatus.State.DONE).job(), undisturbed);
            }
            rig.awaitQuiet();
            assertThat(files(rig.temporary())).isEmpty(); // those of the killed too
            worker.destroy();
            assertThat(worker.waitFor()).isZero();
            assertThat(rig.drain("dead")).isEmpty();
            System.out.printf("kills: seed %d, %d jobs, %d processes killed%n", SEED, keys.size(), kills);
        }
    }

    private static String last(List<String> keys) {
        return keys.get(keys.size() - 1);
    }

    private static boolean isDone(Rig rig, String key) throws IOException {
        return rig.jobs(key).get(0).state() == JobStatus.State.DONE;
    }

    private static byte[] undisturbed(Rig rig) throws Exception {
        rig.put("incoming/undisturbed.mp4", Rig.CLIP, Rig.SETTINGS);
        try (Rig.Running worker = rig.work("undisturbed")) {
            return rig.bytes(
                    rig.await("incoming/undisturbed.mp4", JobStatus.State.DONE).result());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".lock"))
                    .toList();
        }
    }
}
