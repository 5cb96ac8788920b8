package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.Failures;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Who asks for a job's merge, and what becomes of it when several do. */
class CompletionTest {
    private static final String KEY = "incoming/clip.mp4";

    @TempDir
    Path folder;

    private Rig rig;
    private Functions functions;
    private String job;
    private JobKeys keys;
    private int chunks;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
        functions = functions("one", new Faults());
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        job = functions
                .split(IngestMessage.videos(IngestMessage.request(Rig.BUCKET, KEY, Map.of()))
                        .get(0))
                .orElseThrow();
        keys = Service.keys(job);
        chunks = rig.service().manifest(job).orElseThrow().plan().chunks().size();
        rig.drain("chunks-normal");
        rig.drain("ingest");
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
        rig.close();
    }

    private Functions functions(String worker, Faults faults) {
        return new Functions(rig.service(worker, 10, Duration.ofHours(1), faults));
    }

    private void restore(int from, int to) throws IOException {
        for (int chunk = from; chunk < to; chunk++) {
            functions.upscale(job, chunk, 1, () -> false);
        }
    }

    private String merge() {
        return "{\"job\":\"" + job + "\"}";
    }

    @Test
    void whoFinishesTheLastChunkAsksAndNobodyElse() throws Exception {
        restore(0, chunks - 1);
        assertThat(rig.drain("merge")).isEmpty();
        functions.merge(job); // somebody asked too early: nothing happens
        assertThat(rig.store().exists(keys.done())).isFalse();
        restore(chunks - 1, chunks);
        assertThat(rig.drain("merge")).containsExactly(merge());
    }

    @Test
    void aMessageOfAFinishedChunkThatComesAgainAsksTooUntilTheJobIsDone() throws Exception {
        restore(0, chunks);
        rig.drain("merge"); // as if the one who finished last had been killed before he asked
        functions.upscale(job, 1, 2, () -> false);
        assertThat(rig.drain("merge")).containsExactly(merge());
        functions.merge(job);
        functions.upscale(job, 1, 3, () -> false);
        assertThat(rig.drain("merge")).isEmpty();
        functions.merge(job);
        assertThat(new Jobs(rig.service()).status(job).orElseThrow().state()).isEqualTo(JobStatus.State.DONE);
    }

    @Test
    void ofTwoWhoFinishAtOnceAtLeastOneAsksAndOneResultIsPublished() throws Exception {
        restore(0, chunks - 2);
        // Each has put his chunk before the other looks whether all are there.
        CyclicBarrier both = new CyclicBarrier(2);
        Faults[] faults = {new Faults(), new Faults()};
        try (Functions one = functions("first", faults[0]);
                Functions two = functions("second", faults[1])) {
            CompletableFuture<?>[] ends = {
                finish(one, faults[0], chunks - 2, both), finish(two, faults[1], chunks - 1, both)
            };
            CompletableFuture.allOf(ends).join();
            assertThat(rig.drain("merge")).isNotEmpty().containsOnly(merge());
            CompletableFuture<?>[] merges = {merge(one), merge(two)};
            CompletableFuture.allOf(merges).join();
        }
        Manifest manifest = rig.service().manifest(job).orElseThrow();
        assertThat(rig.store().list("results/")).hasSize(2);
        rig.assertWhole(job, rig.bytes(manifest.result()));
    }

    private CompletableFuture<Void> finish(Functions worker, Faults faults, int chunk, CyclicBarrier both) {
        boolean[] waited = new boolean[1];
        faults.follow((call, request) -> {
            if (waited[0]) {
                return Fate.WELL;
            }
            // The first call after the put of the chunk.
            if (request instanceof PutObjectRequest put && put.key().equals(keys.chunk(chunk))) {
                faults.follow((next, any) -> {
                    meet(both, waited);
                    return Fate.WELL;
                });
            }
            return Fate.WELL;
        });
        return CompletableFuture.runAsync(() -> {
            try {
                worker.upscale(job, chunk, 1, () -> false);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void meet(CyclicBarrier both, boolean[] met) {
        if (!met[0]) {
            met[0] = true;
            try {
                both.await();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Somebody else may be at it: then the message stays. */
    private CompletableFuture<Void> merge(Functions worker) {
        return CompletableFuture.runAsync(() -> {
            try {
                Rig.await("the other one has merged", () -> {
                    try {
                        worker.merge(job);
                        return true;
                    } catch (NotNowException e) {
                        return false;
                    }
                });
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void whileSomebodyMergesOthersKeepTheirMessage() throws Exception {
        restore(0, chunks);
        rig.store().putIfAbsent(keys.claims("merge") + 1, "somebody");
        Service patient = rig.service("patient", 10, Duration.ofHours(1), Duration.ofHours(1));
        assertThatThrownBy(() -> new Functions(patient).merge(job))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("somebody else merges it");
        assertThat(rig.store().exists(keys.done())).isFalse();
    }

    @Test
    void ofAJobThatFailedNobodyAsks() throws Exception {
        Failures.record(rig.service(), job, "00000", "given up", null);
        restore(0, chunks);
        assertThat(rig.drain("merge")).isEmpty();
        assertThat(rig.store().list(keys.chunks())).isEmpty();
    }
}
