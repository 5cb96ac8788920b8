package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.local.Faults.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** A job is of what was put, once, whatever becomes of the name. */
class SourcesTest {
    private static final String KEY = FunctionsConfig.INCOMING + "a b/clip.mp4";

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

    @Test
    void tenEventsAreOneJobAndOtherContentsAreAnother() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        String event = S3Notification.created(Rig.BUCKET, KEY, 0, "e").toJson();
        rig.service().queues().ingest().send(Collections.nCopies(9, event));
        try (Rig.Running one = rig.work("one");
                Rig.Running two = rig.work("two")) {
            JobStatus first = rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
            assertThat(rig.jobs(KEY)).hasSize(1);
            byte[] result = rig.bytes(first.result());
            rig.put(KEY, Rig.OTHER, Rig.SETTINGS);
            Rig.await(
                    "there are two results",
                    () -> rig.jobs(KEY).stream()
                                    .filter(j -> j.state() == JobStatus.State.DONE)
                                    .count()
                            == 2);
            // A chunk of the first that comes late.
            rig.service()
                    .queues()
                    .sendChunks(rig.service().manifest(first.job()).orElseThrow(), List.of(0, 1));
            rig.awaitQuiet();
            assertThat(rig.jobs(KEY)).hasSize(2);
            rig.assertWhole(first.job(), result);
        }
        assertThat(rig.drain("dead")).isEmpty();
    }

    @Test
    void aJobWhoseSourceIsReplacedFailsAndTheNewContentsAreDone() throws Exception {
        JobStatus failed = disturb(() -> rig.put(KEY, Rig.OTHER, Rig.SETTINGS));
        assertThat(failed.failures()).allSatisfy(f -> assertThat(f.reason()).contains("replaced"));
        try (Rig.Running worker = rig.work("another")) {
            rig.await(KEY, JobStatus.State.DONE);
            rig.awaitQuiet();
        }
        assertThat(rig.jobs(KEY)).hasSize(2);
        assertThat(rig.drain("dead")).isEmpty();
    }

    @Test
    void aJobWhoseSourceIsDeletedFailsWithThatReason() throws Exception {
        JobStatus failed = disturb(() -> rig.store().delete(KEY));
        assertThat(failed.failures()).allSatisfy(f -> assertThat(f.reason()).contains("deleted"));
        assertThat(rig.drain("dead")).isEmpty();
    }

    private interface Disturbance {
        void run() throws IOException;
    }

    /** {@return the job that was at work when its source was disturbed} */
    private JobStatus disturb(Disturbance disturbance) throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Faults faults = new Faults().follow((call, request) -> {
            if (request instanceof PutObjectRequest put && put.key().contains("/chunks/") && first.getAndSet(false)) {
                try {
                    disturbance.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Fate.WELL;
        });
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        try (Rig.Running worker = rig.work("worker", 10, Duration.ofHours(1), faults)) {
            return rig.await(KEY, JobStatus.State.FAILED);
        }
    }
}
