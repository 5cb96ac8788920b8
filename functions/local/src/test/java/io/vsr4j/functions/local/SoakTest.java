package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs go on while workers are killed at random calls, calls fail, each message comes twice and in any order, and one worker
 * loses its deliveries while it works. More of it with {@code -Dvsr.soak=KILLS}, another course with {@code
 * -Dvsr.soak.seed=N}.
 */
class SoakTest {
    private static final long SEED = Long.getLong("vsr.soak.seed", 1);
    private static final int JOBS_AT_ONCE = 2;
    private static final int CALLS_OF_A_LIFE = 60;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final int most = most();
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private int kills;
    private int lives;

    @Test
    void whateverGoesWrongEachVideoHasOneResultTheSameAsUndisturbed() throws Exception {
        try (Rig rig = open(folder)) {
            byte[] undisturbed = undisturbed(rig);
            List<String> keys = new ArrayList<>();
            Rig.Running[] workers = new Rig.Running[2];
            Faults[] faults = new Faults[workers.length];
            long unfinished = 0;
            while (kills < most || unfinished > 0) {
                if (kills < most && unfinished < JOBS_AT_ONCE) {
                    keys.add("incoming/" + keys.size() + "/clip.mp4");
                    rig.put(keys.get(keys.size() - 1), Rig.CLIP, Rig.SETTINGS);
                }
                for (int i = 0; i < workers.length; i++) {
                    if (faults[i] == null || faults[i].isDead()) {
                        bury(workers[i]);
                        faults[i] = new Faults();
                        workers[i] = life(rig, faults[i], i == 0);
                        if (kills < most) {
                            faults[i].follow(Faults.now(random, CALLS_OF_A_LIFE)); // not before it has found its queues
                        }
                    }
                }
                Thread.sleep(50);
                unfinished = unfinished(rig, keys);
            }
            rig.awaitQuiet();
            for (String key : keys) {
                List<JobStatus> jobs = rig.jobs(key);
                assertThat(jobs).hasSize(1);
                rig.assertWhole(jobs.get(0).job(), undisturbed);
            }
            assertThat(rig.drain("dead")).isEmpty();
            for (Rig.Running worker : workers) {
                bury(worker);
            }
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
            System.out.printf(
                    "soak: seed %d, %d jobs, %d workers killed, deliveries of finished chunks %s%n",
                    SEED, keys.size(), kills, deliveries(rig, keys));
        }
    }

    Rig open(Path folder) throws IOException {
        return new Rig(folder);
    }

    /** {@return workers to kill} */
    int most() {
        return Integer.getInteger("vsr.soak", 12);
    }

    private static byte[] undisturbed(Rig rig) throws Exception {
        String key = "incoming/undisturbed/clip.mp4";
        rig.put(key, Rig.CLIP, Rig.SETTINGS);
        try (Rig.Running worker = rig.work("undisturbed")) {
            return rig.bytes(rig.await(key, JobStatus.State.DONE).result());
        }
    }

    private Rig.Running life(Rig rig, Faults faults, boolean heldUp) throws IOException {
        Disorder disorder = new Disorder(rig.sqs(), random, heldUp);
        return rig.work("life-" + lives++, 10, Duration.ofHours(1), faults, disorder);
    }

    private void bury(Rig.Running worker) {
        if (worker != null) {
            kills++;
            ends.add(CompletableFuture.runAsync(worker::close));
        }
    }

    private static long unfinished(Rig rig, List<String> keys) throws IOException {
        long done = 0;
        for (StoredObject mark : rig.store().list("sources/")) {
            String job = rig.store().text(mark.key(), 100).orElse("");
            done += rig.store().exists(Service.keys(job).done()) ? 1 : 0;
        }
        return keys.size() + 1 - done;
    }

    /** {@return how many chunks were finished in their first, second, ... delivery} */
    private static Map<Integer, Integer> deliveries(Rig rig, List<String> keys) throws IOException {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (String key : keys) {
            String job = rig.jobs(key).get(0).job();
            for (StoredObject chunk : rig.store().list(Service.keys(job).chunks())) {
                String receives =
                        rig.store().head(chunk.key()).orElseThrow().metadata().get("receives");
                counts.merge(Integer.parseInt(receives), 1, Integer::sum);
            }
        }
        return counts;
    }
}
