package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Failures.Failure;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.tensor.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Work that can never be done ends, says why, and holds up nothing else. */
class PoisonTest {
    private static final int MOST_RECEIVES = 3;
    private static final String KEY = "incoming/clip.mp4";
    private static final String OTHER = "incoming/other.mp4";

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    private static boolean puts(SdkRequest request, String end) {
        return request instanceof PutObjectRequest put && put.key().endsWith(end);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(Rig.SETTINGS);
        settings.put(name, value);
        return settings;
    }

    @Test
    void aChunkThatFailsEachTimeFailsItsJobAloneAndAResumedJobDoesOnlyWhatIsMissing() throws Exception {
        Faults faults =
                new Faults().follow((call, request) -> puts(request, "/chunks/00002") ? Fate.FORBIDDEN : Fate.WELL);
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        JobStatus failed;
        try (Rig.Running worker = rig.work("worker", MOST_RECEIVES, Duration.ofHours(1), faults)) {
            failed = rig.await(KEY, JobStatus.State.FAILED);
            rig.put(OTHER, Rig.OTHER, with("vsr-chunk-frames", "10"));
            rig.await(OTHER, JobStatus.State.DONE);
            rig.awaitQuiet();
        }
        assertThat(failed.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("00002");
            assertThat(failure.reason()).contains("chunks/00002");
        });
        assertThat(rig.drain("dead")).containsExactly("{\"job\":\"" + failed.job() + "\",\"chunk\":2}");
        List<String> before = chunks(failed.job());
        faults.follow((call, request) ->
                puts(request, "") && ((PutObjectRequest) request).key().matches(".*/chunks/0000[^2]")
                        ? Fate.FORBIDDEN
                        : Fate.WELL);
        new Jobs(rig.service()).resume(failed.job());
        try (Rig.Running worker = rig.work("worker", MOST_RECEIVES, Duration.ofHours(1), faults)) {
            rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
        }
        assertThat(chunks(failed.job())).containsAll(before);
        assertThat(rig.drain("dead")).isEmpty();
    }

    private List<String> chunks(String job) throws Exception {
        return rig.store().list(Service.keys(job).chunks()).stream()
                .map(c -> c.key() + " " + c.modified())
                .toList();
    }

    @Test
    void aChunkThatKillsWhoeverWorksOnItFailsItsJobAndIsDeadOnce() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        Rig.Running[] worker = new Rig.Running[1];
        Faults[] faults = new Faults[1];
        int[] lives = {0};
        try {
            Rig.await("the job has failed", () -> {
                if (faults[0] == null || faults[0].isDead()) {
                    if (worker[0] != null) {
                        worker[0].close();
                    }
                    faults[0] = new Faults()
                            .follow((call, request) -> puts(request, "/chunks/00001") ? Fate.KILLED_BEFORE : Fate.WELL);
                    worker[0] = rig.work("life-" + lives[0]++, MOST_RECEIVES, Duration.ofHours(1), faults[0]);
                }
                return rig.jobs(KEY).stream().anyMatch(j -> j.state() == JobStatus.State.FAILED);
            });
            rig.awaitQuiet();
        } finally {
            worker[0].close();
        }
        assertThat(rig.jobs(KEY).get(0).failures()).extracting(Failure::step).containsExactly("00001");
        assertThat(rig.jobs(KEY).get(0).failures().get(0).reason()).contains(MOST_RECEIVES + " times");
        assertThat(rig.drain("dead")).hasSize(1);
        assertThat(lives[0]).isGreaterThan(MOST_RECEIVES);
    }

    @Test
    void aVideoThatIsNoneAndSettingsThatAreNoneFailWithTheReason() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "this is no video");
        rig.put("incoming/text.mp4", text, Rig.SETTINGS);
        rig.put("incoming/setting.mp4", Rig.CLIP, with("vsr-scale", "many"));
        rig.put("incoming/large.mp4.json", large(), Map.of());
        rig.put("incoming/large.mp4", Rig.CLIP, Rig.SETTINGS);
        try (Rig.Running worker = rig.work("worker")) {
            JobStatus none = rig.await("incoming/text.mp4", JobStatus.State.FAILED);
            assertThat(none.failures()).extracting(Failure::step).containsExactly("split");
            assertThat(rig.await("incoming/setting.mp4", JobStatus.State.FAILED)
                            .failures()
                            .get(0)
                            .reason())
                    .contains("scale", "many");
            assertThat(rig.await("incoming/large.mp4", JobStatus.State.FAILED)
                            .failures()
                            .get(0)
                            .reason())
                    .contains("large.mp4.json");
            rig.awaitQuiet();
        }
        assertThat(rig.drain("dead")).isEmpty();
        assertThat(rig.store().list("sources/")).hasSize(3);
    }

    private Path large() throws Exception {
        return Files.writeString(folder.resolve("large"), "{\"a\": \"" + "x".repeat(1 << 17) + "\"}");
    }

    @Test
    void whatIsNoMessageIsDead() throws Exception {
        List<String> texts = List.of("what", "{}{", "{\"job\":\"../../x\",\"chunk\":0}", "{\"Records\":[null]}");
        rig.service().queues().ingest().send(List.of(texts.get(0), texts.get(3)));
        rig.service().queues().chunks().get("normal").send(List.of(texts.get(2), texts.get(1)));
        rig.service().queues().merge().send(List.of(texts.get(1)));
        // Ids that nobody knows are messages, of jobs that are gone.
        rig.service().queues().merge().send(List.of("{\"job\":\"" + "0".repeat(32) + "\"}"));
        try (Rig.Running worker = rig.work("worker")) {
            rig.awaitQuiet();
        }
        assertThat(rig.drain("dead"))
                .containsExactlyInAnyOrder(texts.get(0), texts.get(3), texts.get(2), texts.get(1), texts.get(1));
    }

    @Test
    void aChunkOfFramesOfAnotherSizeIsFoundAndRestoredAgain() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        rig.put(OTHER, Rig.CLIP, with("vsr-scale", "3"));
        String job;
        byte[] undisturbed;
        try (Rig.Running worker = rig.work("worker")) {
            JobStatus done = rig.await(KEY, JobStatus.State.DONE);
            rig.await(OTHER, JobStatus.State.DONE);
            job = done.job();
            undisturbed = rig.bytes(done.result());
            rig.awaitQuiet();
        }
        Manifest manifest = rig.service().manifest(job).orElseThrow();
        for (String gone :
                List.of(manifest.result(), manifest.report(), Service.keys(job).done())) {
            rig.store().delete(gone);
        }
        replace(
                Service.keys(job).chunk(1),
                rig.bytes(Service.keys(rig.jobs(OTHER).get(0).job()).chunk(1)));
        replace(Service.keys(job).chunk(4), new byte[0]);
        rig.service().queues().sendMerge(rig.service().manifest(job).orElseThrow());
        try (Rig.Running worker = rig.work("worker")) {
            rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
        }
        rig.assertWhole(job, undisturbed);
        assertThat(rig.drain("dead")).isEmpty();
    }

    /** Puts a chunk as a worker would that takes it for a good one. */
    private void replace(String key, byte[] contents) throws Exception {
        Path file = Files.write(folder.resolve("replacement"), contents);
        rig.store().delete(key);
        rig.store().putIfAbsent(key, file, "application/octet-stream", Map.of("sha256", Sha256.of(file)));
    }

    @Test
    void aCancelledJobStopsAndAResumedOneGoesOn() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        Jobs jobs = new Jobs(rig.service());
        Faults faults = new Faults();
        String[] job = new String[1];
        faults.follow((call, request) -> {
            if (puts(request, "/chunks/00003")) {
                cancel(jobs, job);
            }
            return Fate.WELL;
        });
        try (Rig.Running worker = rig.work("worker", MOST_RECEIVES, Duration.ofHours(1), faults)) {
            Rig.await("the job is known", () -> {
                rig.jobs(KEY).forEach(j -> job[0] = j.job());
                return job[0] != null;
            });
            rig.await(KEY, JobStatus.State.CANCELLED);
            rig.awaitQuiet();
            assertThat(rig.store().exists(Service.keys(job[0]).done())).isFalse();
            faults.follow((call, request) -> Fate.WELL);
            jobs.resume(job[0]);
            rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
        }
        assertThat(rig.drain("dead")).isEmpty();
    }

    private static void cancel(Jobs jobs, String[] job) {
        try {
            jobs.cancel(job[0]);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
