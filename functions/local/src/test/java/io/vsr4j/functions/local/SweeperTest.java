package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Sweeper;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lost message left undone is found; what only waits is left alone. */
class SweeperTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final Duration AFTER = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Rig rig;
    private final Faults faults = new Faults();
    private Functions functions;
    private Sweeper sweeper;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
        functions = new Functions(rig.service("worker", 10, AFTER, faults));
        sweeper = new Sweeper(functions.service());
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
        rig.close();
    }

    private String split() throws IOException {
        return functions
                .split(IngestMessage.videos(IngestMessage.request(Rig.BUCKET, KEY, Map.of()))
                        .get(0))
                .orElseThrow();
    }

    /** Waits until nothing has moved for long enough, by the server's clock, which counts seconds. */
    private void standStill(String prefix) throws Exception {
        Rig.await("nothing has moved for a while", () -> {
            List<StoredObject> all = rig.store().list(prefix);
            return all.stream().allMatch(o -> moved(o));
        });
    }

    private boolean moved(StoredObject object) {
        try {
            return object.modified()
                    .plus(AFTER)
                    .plusMillis(10)
                    .isBefore(rig.store().now());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lostEventsChunksAndMergesAreSentAgain() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        assertThat(rig.drain("ingest")).hasSize(1);
        sweeper.run();
        assertThat(rig.drain("ingest")).isEmpty(); // it may still be on its way
        standStill("incoming/");
        sweeper.run();
        assertThat(rig.drain("ingest")).hasSize(1);
        String job = split();
        assertThat(rig.drain("chunks-normal")).hasSize(6);
        sweeper.run();
        assertThat(rig.drain("ingest")).isEmpty();
        assertThat(rig.drain("chunks-normal")).isEmpty();
        functions.upscale(job, 2, 1, () -> false);
        standStill(Service.keys(job).root());
        sweeper.run();
        assertThat(rig.drain("chunks-normal")).hasSize(5).noneMatch(m -> m.contains("\"chunk\":2"));
        for (int chunk = 0; chunk < 6; chunk++) {
            functions.upscale(job, chunk, 1, () -> false);
        }
        assertThat(rig.drain("merge")).isNotEmpty();
        standStill(Service.keys(job).root());
        sweeper.run();
        assertThat(rig.drain("merge")).hasSize(1);
        functions.merge(job);
        standStill(Service.keys(job).root());
        sweeper.run();
        assertThat(rig.drain("chunks-normal")).isEmpty();
        assertThat(rig.drain("merge")).isEmpty();
        assertThat(rig.jobs(KEY).get(0).state()).isEqualTo(JobStatus.State.DONE);
    }

    @Test
    void messagesThatWaitAreNotMultiplied() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        standStill("incoming/");
        sweeper.run();
        assertThat(rig.drain("ingest")).hasSize(1);
        String job = split();
        standStill(Service.keys(job).root());
        sweeper.run();
        sweeper.run();
        assertThat(rig.drain("chunks-normal")).hasSize(6);
    }

    @Test
    void settledJobsAndWhatALifecycleRuleLeftAreLeftAlone() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        rig.drain("ingest");
        String job = split();
        rig.drain("chunks-normal");
        rig.store().putIfAbsent(Service.keys(job).cancelled(), "");
        standStill(Service.keys(job).root());
        sweeper.run();
        rig.store().delete(Service.keys(job).manifest());
        rig.store().delete(Service.keys(job).cancelled());
        rig.store().putIfAbsent(Service.keys("f".repeat(32)).manifest(), "{\"version\": 99}");
        standStill("jobs/");
        sweeper.run();
        assertThat(rig.drain("ingest")).isEmpty(); // its contents have been seen
        assertThat(rig.drain("chunks-normal")).isEmpty();
        assertThat(rig.drain("merge")).isEmpty();
    }

    @Test
    void aSweepOfManyJobsAsksOnceForEach() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        Manifest manifest = rig.service().manifest(split()).orElseThrow();
        int jobs = 300;
        for (int i = 0; i < jobs; i++) {
            rig.store().putIfAbsent(Service.keys(String.format("%032x", i)).manifest(), manifest.toJson());
        }
        sweeper = new Sweeper(rig.service("another", 10, Duration.ofHours(1), faults));
        int[] calls = {0};
        faults.follow((call, request) -> {
            calls[0]++;
            return Fate.WELL;
        });
        sweeper.run();
        assertThat(calls[0]).isBetween(jobs, jobs + 20);
        for (int i = 0; i < jobs; i++) {
            rig.store().putIfAbsent(Service.keys(String.format("%032x", i)).done(), "{}");
        }
        sweeper.run();
        calls[0] = 0;
        sweeper.run();
        assertThat(calls[0]).isLessThan(20);
    }
}
