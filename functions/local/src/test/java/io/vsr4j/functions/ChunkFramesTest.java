package io.vsr4j.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.local.LocalCloud;
import io.vsr4j.functions.queue.Queues;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A worker that has a part reads any frame of the video, as models do that measure whole shots. */
class ChunkFramesTest {
    private static final Path CLIP = Path.of("src/test/resources/clip.mp4");

    @TempDir
    Path folder;

    @Test
    void anyFrameIsTheVideosWhereverItIsRead() throws Exception {
        Credentials credentials = new Credentials("local", "secret");
        ServiceSettings settings = ServiceSettings.of(
                Map.of(),
                Map.of(
                        "vsr.bucket", "videos",
                        "vsr.split", "physical",
                        "vsr.temporary", folder.toString(),
                        "vsr.defaults.model", "bicubic",
                        "vsr.defaults.chunk-frames", "8"));
        try (LocalCloud cloud =
                        new LocalCloud(folder.resolve("data"), 0, 0, credentials, "videos", "vsr-", List.of("normal"));
                S3Client s3 = cloud.aws().openS3();
                SqsClient sqs = cloud.aws().openSqs()) {
            FunctionsConfig config = settings.config();
            ObjectStore store = new ObjectStore(s3, "videos");
            Queues queues = Queues.named("vsr-", config.chunkQueues(), name -> Aws.queue(sqs, name));
            Service service = new Service(config, store, queues);
            s3.putObject(r -> r.bucket("videos").key("incoming/clip.mp4"), CLIP);
            String job = new Split(service)
                    .run(
                            IngestMessage.videos(IngestMessage.request("videos", "incoming/clip.mp4", Map.of()))
                                    .get(0),
                            () -> false)
                    .orElseThrow();
            Manifest manifest = service.manifest(job).orElseThrow();
            VideoPart part = manifest.parts().get(1).video();
            assertThat(part.first()).isEqualTo(8);
            assertThat(part.end()).isEqualTo(16);
            try (FrameSource frames = ChunkFrames.open(
                            store, manifest, manifest.plan().chunks().get(1), folder.resolve("part"));
                    FrameSource whole = FrameReader.open(CLIP, MediaLimits.DEFAULT)) {
                Picture found = frames.video().newPicture();
                Picture expected = whole.video().newPicture();
                new Random(1).ints(30, 0, 24).forEach(frame -> {
                    frames.seek(frame);
                    frames.read(found);
                    whole.seek(frame);
                    whole.read(expected);
                    assertThat(found.data()).as("frame " + frame).isEqualTo(expected.data());
                    assertThat(found.pts()).isEqualTo(expected.pts());
                });
                assertThat(frames.damaged()).isZero();
            }
        }
    }
}
