package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.Failures;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.Sweeper;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
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

/** A job that could not be planned is begun again when what it lacked is there, wherever whoever asks for that ends. */
class ResumeTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final Duration AFTER = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Rig rig;
    private final Faults faults = new Faults();
    private Functions functions;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
        functions = new Functions(rig.service("worker", 10, AFTER, faults));
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
        rig.close();
    }

    private static Video video() {
        return new Video(Rig.BUCKET, KEY, Map.of(), true);
    }

    /** A job as it is where its model's weights were missing, which are there now. */
    private String unplanned() throws IOException {
        String job = functions.split(video()).orElseThrow();
        for (StoredObject object : rig.store().list(Service.keys(job).root())) {
            rig.store().delete(object.key());
        }
        Failures.record(rig.service(), job, "split", "there are no weights", video());
        rig.store().putIfAbsent(Service.keys(job).cancelled(), "");
        rig.drain("chunks-normal");
        rig.drain("ingest");
        return job;
    }

    @Test
    void whoeverResumesMayBeKilledAtAnyCall() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        Jobs jobs = new Jobs(functions.service());
        String job = unplanned();
        faults.follow((call, request) -> Fate.WELL);
        jobs.resume(job);
        int calls = faults.calls();
        assertThat(calls).isGreaterThan(5);
        for (int call = 0; call < calls; call++) {
            assertThat(unplanned()).isEqualTo(job);
            faults.follow(Faults.at(call, Fate.KILLED_AFTER));
            try {
                jobs.resume(job);
            } catch (IOException e) {
                assertThat(faults.isDead()).isTrue();
            }
            faults.follow((c, request) -> Fate.WELL);
            JobStatus status = new Jobs(rig.service()).status(job).orElseThrow();
            assertThat(status.source()).isEqualTo(KEY);
            if (status.state() == JobStatus.State.PLANNING) {
                if (rig.drain("ingest").isEmpty()) {
                    standStill(job);
                    new Sweeper(functions.service()).run();
                    assertThat(rig.drain("ingest"))
                            .as("killed after call %d", call)
                            .containsExactly(IngestMessage.resume(job, video()));
                }
            } else {
                assertThat(status.state()).isIn(JobStatus.State.FAILED, JobStatus.State.CANCELLED);
            }
            jobs.resume(job);
            List<String> events = rig.drain("ingest");
            assertThat(events).containsExactly(IngestMessage.resume(job, video()));
            assertThat(functions.split(IngestMessage.videos(events.get(0)).get(0)))
                    .hasValue(job);
            assertThat(rig.drain("chunks-normal")).hasSize(6);
        }
    }

    private void standStill(String job) throws Exception {
        Rig.await("the job has not moved for a while", () -> {
            for (StoredObject object : rig.store().list(Service.keys(job).root())) {
                if (!object.modified()
                        .plus(AFTER)
                        .plusMillis(10)
                        .isBefore(rig.store().now())) {
                    return false;
                }
            }
            return true;
        });
    }

    @Test
    void whatIsRepairedBesideTheVideoIsAnotherJobAndTheFirstSaysSo() throws Exception {
        Map<String, String> settings = new HashMap<>(Rig.SETTINGS);
        settings.remove("vsr-scale");
        rig.put(KEY + ".json", Files.writeString(folder.resolve("wrong"), "{\"scale\": \"many\"}"), Map.of());
        rig.put(KEY, Rig.CLIP, settings);
        try (Rig.Running worker = rig.work("another")) {
            JobStatus failed = rig.await(KEY, JobStatus.State.FAILED);
            rig.put(KEY + ".json", Files.writeString(folder.resolve("right"), "{\"scale\": 2}"), Map.of());
            new Jobs(rig.service()).resume(failed.job());
            JobStatus done = rig.await(KEY, JobStatus.State.DONE);
            assertThat(done.job()).isNotEqualTo(failed.job());
            assertThat(rig.await(KEY, JobStatus.State.FAILED).failures().get(0).reason())
                    .contains("with these it is job " + done.job());
            rig.awaitQuiet();

            rig.store().delete(KEY);
            new Jobs(rig.service()).resume(failed.job());
            Rig.await("it is said that the video is gone", () -> rig.jobs(KEY).stream()
                    .anyMatch(j -> j.job().equals(failed.job())
                            && !j.failures().isEmpty()
                            && j.failures().get(0).reason().contains("clip.mp4 is gone")));
        }
        assertThat(rig.drain("dead")).isEmpty();
    }

    @Test
    void whatCannotBeResumedStaysFailed() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        String job = functions.split(video()).orElseThrow();
        JobKeys keys = Service.keys(job);
        Failures.record(rig.service(), job, "00001", "a chunk failed", null);
        String manifest = rig.store().text(keys.manifest(), 1 << 20).orElseThrow();
        assertRefused(job, manifest.replace("\"queue\":\"normal\"", "\"queue\":\"gone\""), "got 'gone'");
        assertRefused(job, "{\"version\": 99}", "manifest");
        rig.store().delete(keys.manifest());
        assertThatThrownBy(() -> new Jobs(rig.service()).resume(job)).hasMessageContaining("put its video again");
        assertThat(rig.jobs(KEY)).isEmpty(); // nobody knows whose it was
        assertThat(new Jobs(rig.service()).status(job).orElseThrow().state()).isEqualTo(JobStatus.State.FAILED);
    }

    private void assertRefused(String job, String manifest, String reason) throws IOException {
        rig.store().put(Service.keys(job).manifest(), manifest);
        assertThatThrownBy(() -> new Jobs(rig.service()).resume(job))
                .isInstanceOfAny(InvalidRequestException.class, IllegalArgumentException.class)
                .hasMessageContaining(reason);
        assertThat(new Jobs(rig.service()).status(job).orElseThrow().state()).isEqualTo(JobStatus.State.FAILED);
    }
}
