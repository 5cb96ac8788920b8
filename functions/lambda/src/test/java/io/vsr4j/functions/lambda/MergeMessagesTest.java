package io.vsr4j.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import io.vsr4j.upscale.UpscalePlan;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Merges as Lambda takes them from the queue, up to the published result, and up to the failure of the job. */
@QuarkusTest
@TestProfile(MergeMessagesTest.MergeMessages.class)
@WithTestResource(Cloud.class)
class MergeMessagesTest {
    /** The function for messages. */
    public static class MergeMessages implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("VSR_FUNCTION", "merge-messages");
        }
    }

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    @TempDir
    Path folder;

    private MessageQueue queue;

    @BeforeEach
    void drain() throws IOException {
        queue = functions.service().queues().merge();
        take(queue).forEach(MergeMessagesTest::delete);
        take(functions.service().queues().dead()).forEach(MergeMessagesTest::delete);
    }

    private static void delete(Delivery delivery) {
        try {
            delivery.delete();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A few frames of the sample, of which every chunk is there: grey, since nothing computes here. */
    private String restored(String key) throws IOException {
        Events.put(s3, key, Map.of("vsr-to", "0.2", "vsr-scale", "1"));
        String job = functions
                .split(S3Notification.created(Cloud.BUCKET, key, 1, "").puts().get(0))
                .orElseThrow();
        Manifest manifest = functions.service().manifest(job).orElseThrow();
        UpscalePlan.Output made = manifest.plan().output();
        OutputVideo video = OutputVideo.of(manifest.video(), made.width(), made.height(), made.format());
        Picture grey = new Picture(made.format(), made.width(), made.height());
        for (Chunk chunk : manifest.plan().chunks()) {
            Path file = folder.resolve("chunk");
            try (FrameWriter writer = new FrameWriter(file, video, made.encode())) {
                for (int frame = chunk.first(); frame < chunk.end(); frame++) {
                    grey.pts(manifest.video().frames().pts()[frame]);
                    writer.write(grey);
                }
                writer.finish();
            }
            functions
                    .service()
                    .store()
                    .putIfAbsent(
                            Service.keys(job).chunk(chunk.index()),
                            file,
                            "application/octet-stream",
                            Map.of("sha256", Sha256.of(file)));
        }
        return job;
    }

    private static List<Delivery> take(MessageQueue queue) throws IOException {
        List<Delivery> all = new ArrayList<>();
        while (true) {
            var one = queue.receive(Duration.ofMinutes(5), Duration.ZERO);
            if (one.isEmpty()) {
                return all;
            }
            all.add(one.get());
        }
    }

    /** The message of a job, as if it had been delivered so often. */
    private Delivery message(String job, int receives) throws IOException {
        functions.service().queues().sendMerge(functions.service().manifest(job).orElseThrow());
        Delivery taken = take(queue).get(0);
        return new Delivery(queue, taken.body(), taken.receipt(), receives, taken.sent(), taken.trace());
    }

    private JobStatus status(String job) throws IOException {
        return new Jobs(functions.service()).status(job).orElseThrow();
    }

    @Test
    void publishesTheResult() throws Exception {
        String job = restored("incoming/whole.mp4");
        Delivery message = message(job, 1);

        Events.call(Events.messages(List.of(message))).statusCode(200).body("batchItemFailures", empty());

        assertThat(status(job).state()).isEqualTo(JobStatus.State.DONE);
        Path result = folder.resolve("result.mp4");
        functions.service().store().download(status(job).result(), result);
        MediaInfo info = MediaProbe.probe(result, MediaLimits.DEFAULT);
        Manifest manifest = functions.service().manifest(job).orElseThrow();
        assertThat(info.video().frames().count()).isEqualTo(manifest.plan().end());
        assertThat(functions.service().store().exists(status(job).report())).isTrue();
        assertThat(queue.isIdle()).isTrue();
        Events.call(Events.messages(List.of(message))).body("batchItemFailures", empty());
    }

    @Test
    void whatCanNeverBeMergedFailsItsJobAtOnceAndHoldsUpNoOther() throws Exception {
        String replaced = restored("incoming/replaced.mp4");
        String whole = restored("incoming/other.mp4");
        s3.putObject(r -> r.bucket(Cloud.BUCKET).key("incoming/replaced.mp4"), RequestBody.fromString("another"));
        Delivery bad = message(replaced, 1);
        functions.service().queues().merge().send(List.of("{}"));
        Delivery none = take(queue).get(0);
        Delivery good = message(whole, 1);

        Events.call(Events.messages(List.of(bad, none, good))).statusCode(200).body("batchItemFailures", empty());

        assertThat(status(whole).state()).isEqualTo(JobStatus.State.DONE);
        assertThat(status(replaced).failures()).singleElement().satisfies(failure -> assertThat(
                        failure.step() + failure.reason())
                .contains("merge", "replaced"));
        assertThat(take(functions.service().queues().dead()))
                .extracting(Delivery::body)
                .containsExactly("{}");
        assertThat(queue.isIdle()).isTrue();
    }

    @Test
    void whatCannotBeDoneNowComesAgainAndAfterTooManyDeliveriesItIsItsJobsFailure() throws Exception {
        String job = restored("incoming/disk.mp4");
        String whole = restored("incoming/beside.mp4");
        functions.service().store().delete(Service.keys(whole).chunk(0)); // whose merge waits for it
        Path temporary = functions.service().config().temporary();
        Files.createDirectories(temporary.getParent());
        Files.deleteIfExists(temporary);
        Files.writeString(temporary, "in the way of the folder");
        int most = functions.service().config().mostReceives();
        try {
            Events.call(Events.messages(List.of(message(whole, 1), message(job, most))))
                    .statusCode(200)
                    .body("batchItemFailures.itemIdentifier", contains("1"));
            assertThat(status(job).state()).isEqualTo(JobStatus.State.MERGING);
            assertThat(queue.isIdle()).as("it comes again").isFalse();
        } finally {
            Files.delete(temporary);
        }
        Events.call(Events.messages(List.of(message(job, most + 1)))).body("batchItemFailures", empty());
        assertThat(status(job).failures()).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("merge");
            assertThat(failure.reason()).contains("delivered " + most + " times");
        });
        assertThat(take(functions.service().queues().dead()))
                .extracting(Delivery::body)
                .containsExactly("{\"job\":\"" + job + "\"}");
        new Jobs(functions.service()).resume(job);
        Events.call(Events.messages(take(queue))).body("batchItemFailures", empty());
        assertThat(status(job).state()).isEqualTo(JobStatus.State.DONE);
    }
}
