package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Failures;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.functions.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each call that a step makes to S3 and SQS goes wrong once, in each way; the step is then called again, as a message that is
 * delivered again would have it. All in turn with {@code -Dvsr.soak=...}, else all kills of a merge and some of the rest.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StepsTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final Random RANDOM = new Random(Long.getLong("vsr.soak.seed", 1));
    /** One in so many kills. */
    private static final int SOME = 3;

    private static final boolean ALL = Integer.getInteger("vsr.soak", 0) > 0;

    @TempDir
    static Path folder;

    private Rig rig;
    private Faults faults;
    private Functions functions;
    private String job;
    private Manifest manifest;
    private byte[] result;

    private interface Step {
        void run() throws IOException;
    }

    private interface Check {
        void run() throws Exception;
    }

    @BeforeAll
    void doItUndisturbed() throws Exception {
        rig = open(folder);
        faults = new Faults();
        functions = new Functions(rig.service("worker", 10, Duration.ofHours(1), faults));
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        job = functions.split(video()).orElseThrow();
        manifest = rig.service().manifest(job).orElseThrow();
        for (int chunk = 0; chunk < manifest.plan().chunks().size(); chunk++) {
            functions.upscale(job, chunk, 1, () -> false);
        }
        functions.merge(job);
        result = rig.bytes(manifest.result());
    }

    @AfterAll
    void close() throws Exception {
        functions.close();
        rig.close();
    }

    Rig open(Path folder) throws IOException {
        return new Rig(folder);
    }

    private Video video() {
        return IngestMessage.videos(IngestMessage.request(Rig.BUCKET, KEY, Map.of()))
                .get(0);
    }

    @Test
    void aSplitIsDoneOnceWhateverBecomesOfItsCalls() throws Exception {
        TreeSet<String> wanted = new TreeSet<>();
        manifest.plan().chunks().forEach(c -> wanted.add("{\"job\":\"" + job + "\",\"chunk\":" + c.index() + "}"));
        eachCall(
                SOME,
                () -> functions.split(video()),
                () -> {
                    deleteAll(Service.keys(job).root());
                    deleteAll("sources/");
                    rig.drain("chunks-normal");
                },
                () -> {
                    Manifest made = rig.service().manifest(job).orElseThrow();
                    assertThat(made.plan()).isEqualTo(manifest.plan());
                    assertThat(made.parts()).isEqualTo(manifest.parts());
                    assertThat(new TreeSet<>(rig.drain("chunks-normal"))).isEqualTo(wanted);
                    assertThat(rig.store().list("sources/")).hasSize(1);
                });
    }

    @Test
    void aChunkIsDoneOnceWhateverBecomesOfItsCalls() throws Exception {
        JobKeys keys = Service.keys(job);
        byte[] chunk = rig.bytes(keys.chunk(3));
        eachCall(
                SOME,
                () -> functions.upscale(job, 3, 1, () -> false),
                () -> {
                    rig.store().delete(keys.chunk(3));
                    rig.store().delete(keys.done());
                    rig.drain("merge");
                },
                () -> {
                    assertThat(rig.bytes(keys.chunk(3))).isEqualTo(chunk);
                    assertThat(rig.drain("merge")).isNotEmpty();
                });
    }

    @Test
    void aResultIsPublishedOnceWhateverBecomesOfTheCallsOfItsMerge() throws Exception {
        eachCall(
                1,
                () -> functions.merge(job),
                () -> {
                    rig.store().delete(manifest.result());
                    rig.store().delete(manifest.report());
                    rig.store().delete(Service.keys(job).done());
                    deleteAll(Service.keys(job).claims("merge"));
                },
                () -> rig.assertWhole(job, result));
    }

    @BeforeEach
    void allIsThere() throws IOException {
        faults.follow((call, request) -> Fate.WELL);
        functions.split(video());
        for (int chunk = 0; chunk < manifest.plan().chunks().size(); chunk++) {
            functions.upscale(job, chunk, 1, () -> false);
        }
        functions.merge(job);
        rig.drain("chunks-normal");
        rig.drain("merge");
    }

    private void eachCall(int everyKill, Step step, Check reset, Check check) throws Exception {
        reset.run();
        faults.follow((call, request) -> Fate.WELL);
        step.run();
        int calls = faults.calls();
        check.run();
        assertThat(calls).isGreaterThan(5);
        for (int call = 0; call < calls; call++) {
            for (Fate fate : List.of(Fate.KILLED_AFTER, Fate.LOST, Fate.UNANSWERED, Fate.REPEATED, Fate.REFUSED)) {
                if (ALL || RANDOM.nextInt(fate == Fate.KILLED_AFTER ? everyKill : 3 * SOME) == 0) {
                    reset.run();
                    faults.follow(Faults.at(call, fate));
                    try {
                        step.run();
                    } catch (IOException | RuntimeException e) {
                        assertThat(Failures.isInvalid(e))
                                .as("call %d %s fails the job: %s", call, fate, e)
                                .isFalse();
                    }
                    faults.follow((c, request) -> Fate.WELL);
                    again(step);
                    try {
                        check.run();
                    } catch (AssertionError e) {
                        throw new AssertionError("after call " + call + " " + fate + ": " + e.getMessage(), e);
                    }
                }
            }
        }
        assertThat(temporaries()).isEmpty();
    }

    private void again(Step step) throws Exception {
        Rig.await("the claim of the dead has ended", () -> {
            try {
                step.run();
                return true;
            } catch (NotNowException e) {
                return false;
            }
        });
    }

    private List<Path> temporaries() throws IOException {
        try (Stream<Path> files = Files.list(rig.temporary().resolve("worker"))) {
            return files.toList();
        }
    }

    private void deleteAll(String prefix) throws IOException {
        for (StoredObject object : rig.store().list(prefix)) {
            rig.store().delete(object.key());
        }
    }
}
