package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Who is at work on a job that is cancelled stops, publishes nothing, and leaves no message. */
class CancelTest {
    private static final String KEY = "incoming/clip.mp4";

    @TempDir
    Path folder;

    private Rig rig;
    private final Faults faults = new Faults();

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /** Cancels when a request comes for the first time, and lets it wait for longer than nobody asks. */
    private AtomicInteger cancelAt(Predicate<SdkRequest> when) {
        AtomicInteger cancels = new AtomicInteger();
        faults.follow((call, request) -> {
            if (when.test(request) && cancels.getAndIncrement() == 0) {
                try {
                    String job = rig.jobs(KEY).get(0).job();
                    new Jobs(rig.service()).cancel(job);
                    new Jobs(rig.service()).cancel(job); // twice is once
                    Thread.sleep(2100);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Fate.WELL;
        });
        return cancels;
    }

    private Rig.Running work() throws IOException {
        return rig.work("worker", 10, Duration.ofHours(1), faults);
    }

    private void assertResumed(JobStatus cancelled) throws Exception {
        new Jobs(rig.service()).resume(cancelled.job());
        JobStatus done = rig.await(KEY, JobStatus.State.DONE);
        assertThat(done.job()).isEqualTo(cancelled.job());
        assertThat(rig.store().exists(done.result())).isTrue();
        rig.awaitQuiet();
        assertThat(rig.drain("dead")).isEmpty();
        assertThatThrownBy(() -> new Jobs(rig.service()).cancel(done.job()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("job " + done.job() + " is done; there is nothing to cancel");
        assertThat(rig.store().exists(Service.keys(done.job()).cancelled())).isFalse();
    }

    private void assertNothingLeft() throws Exception {
        rig.awaitQuiet();
        assertThat(rig.store().list(FunctionsConfig.RESULTS)).isEmpty();
        try (Stream<Path> left = Files.list(rig.temporary().resolve("worker"))) {
            assertThat(left.filter(Files::isDirectory)).isEmpty();
        }
    }

    @Test
    void aChunkInWorkStopsAtItsNextWindow() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        AtomicInteger cancels =
                cancelAt(r -> r instanceof GetObjectRequest get && get.key().equals(KEY) && manifestIsThere());
        try (Rig.Running worker = work()) {
            JobStatus cancelled = rig.await(KEY, JobStatus.State.CANCELLED);
            assertNothingLeft();
            assertThat(cancels.get()).isPositive();
            assertThat(rig.store().list(Service.keys(cancelled.job()).chunks())).isEmpty();
            assertResumed(cancelled);
        }
    }

    private boolean manifestIsThere() {
        try {
            return rig.jobs(KEY).stream().anyMatch(j -> j.chunks() > 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aMergeThatHasBegunPublishesNothing() throws Exception {
        rig.put(KEY, Rig.CLIP, Rig.SETTINGS);
        cancelAt(r -> r instanceof GetObjectRequest get && get.key().endsWith("/chunks/00004"));
        try (Rig.Running worker = work()) {
            JobStatus cancelled = rig.await(KEY, JobStatus.State.CANCELLED);
            assertNothingLeft();
            assertThat(rig.await(KEY, JobStatus.State.CANCELLED).finished()).isEqualTo(6);
            assertResumed(cancelled);
        }
    }
}
