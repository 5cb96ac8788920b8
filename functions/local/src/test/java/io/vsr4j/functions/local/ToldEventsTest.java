package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.Submission;
import io.vsr4j.functions.observe.WorkEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Who starts the service learns what its workers do, which are processes of their own. */
class ToldEventsTest {
    private record Told(String worker, WorkEvent event) {}

    @TempDir
    Path folder;

    private final List<Told> told = new CopyOnWriteArrayList<>();

    @Test
    void theWorkersOfAServiceTellWhatTheyDo() throws Exception {
        ServiceSettings given =
                new ServiceSettings(new TreeMap<>(Map.of("defaults.model", "bicubic", "defaults.scale", "2")));
        try (LocalService local =
                new LocalService(folder, given, 0, 0, 1, (worker, event) -> told.add(new Told(worker, event)))) {
            assertThat(local.awaitReady(Duration.ofMinutes(3))).isTrue();
            try (S3Client s3 = local.settings().aws().openS3();
                    SqsClient sqs = local.settings().aws().openSqs()) {
                Service service = local.settings().connect(s3, sqs);
                String job = new Submission(service, Map.of("chunk-frames", "12"))
                        .file(Rig.CLIP)
                        .job();
                Rig.await("the job is done", () -> new Jobs(service)
                        .status(job)
                        .filter(s -> s.state() == JobStatus.State.DONE)
                        .isPresent());
                // What a worker prints last comes a little later than what it puts.
                Rig.await("all is told", () -> told.stream().anyMatch(t -> t.event() instanceof WorkEvent.Merged));
                assertTold("coordinator", new WorkEvent.JobMoved(job, WorkEvent.State.BEGUN));
                assertTold("coordinator", new WorkEvent.JobMoved(job, WorkEvent.State.DONE));
                assertThat(told)
                        .filteredOn(t -> t.event() instanceof WorkEvent.ChunkDone)
                        .allSatisfy(t -> assertThat(t.worker()).isEqualTo("upscaler-1"))
                        .extracting(t -> (WorkEvent.ChunkDone) t.event())
                        .allSatisfy(c -> assertThat(c.seconds()).isPositive())
                        .extracting(c -> c.job() + " " + c.chunk() + " " + c.frames() + " " + c.receives())
                        .containsExactlyInAnyOrder(job + " 0 12 1", job + " 1 12 1");
                assertThat(told)
                        .filteredOn(t -> t.event() instanceof WorkEvent.Received)
                        .extracting(t -> ((WorkEvent.Received) t.event()).queue())
                        .contains("vsr-ingest", "vsr-chunks-normal", "vsr-merge");
                assertThat(told)
                        .filteredOn(t -> t.event() instanceof WorkEvent.Memory used && used.bytes() > 1 << 20)
                        .extracting(Told::worker)
                        .contains("coordinator", "upscaler-1");
            }
        }
    }

    private void assertTold(String worker, WorkEvent event) {
        assertThat(told).contains(new Told(worker, event));
    }
}
