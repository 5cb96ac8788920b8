package io.vsr4j.functions.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.JobsOfVideos;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.Submission;
import io.vsr4j.functions.Uploads;
import io.vsr4j.functions.Worker;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.store.MultipartUpload;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What the service does over any S3 and SQS: videos are put, and one worker polls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServiceContract {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    /** Of the sample's first second: three chunks. */
    private static final int FRAMES = 24;

    private static final Map<String, String> SETTINGS =
            Map.of("vsr-to", "1", "vsr-model", "bicubic", "vsr-scale", "2", "vsr-chunk-frames", "8");
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    /** Between looks at jobs and queues, each of them some calls to servers that share the processor with the work. */
    private static final long LOOK_MILLISECONDS = 200;

    @TempDir
    static Path folder;

    private Peer peer;
    private S3Client s3;
    private SqsClient sqs;
    private Functions functions;
    private JobsOfVideos jobs;
    private Worker worker;

    abstract Peer start(Path folder) throws Exception;

    @BeforeAll
    void startWorker() throws Exception {
        Path own = Files.createDirectory(folder.resolve(getClass().getSimpleName()));
        peer = start(own);
        s3 = peer.aws().openS3();
        sqs = peer.aws().openSqs();
        Map<String, String> properties = new TreeMap<>();
        properties.put("vsr.bucket", Peer.BUCKET);
        properties.put("vsr.queue-prefix", Peer.PREFIX);
        properties.put("vsr.queues", String.join(",", Peer.CHUNK_QUEUES));
        properties.put("vsr.visibility", "5");
        properties.put("vsr.most-receives", "3");
        properties.put("vsr.temporary", own.resolve("tmp").toString());
        functions = new Functions(ServiceSettings.of(Map.of(), properties).connect(s3, sqs));
        jobs = new JobsOfVideos(service());
        worker = new Worker(functions, EnumSet.allOf(Role.class));
    }

    @AfterAll
    void stop() throws Exception {
        if (worker != null) {
            worker.close();
            functions.close();
        }
        if (peer != null) {
            s3.close();
            sqs.close();
            peer.close();
        }
    }

    private Service service() {
        return functions.service();
    }

    private void put(String key) {
        s3.putObject(r -> r.bucket(Peer.BUCKET).key(key).metadata(SETTINGS), SAMPLE);
    }

    /** Waits until the jobs of a video are in these states, in any order. */
    private List<JobStatus> await(String key, JobStatus.State... states) throws Exception {
        List<JobStatus.State> expected = List.of(states).stream().sorted().toList();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<JobStatus> mine = jobs.of(key);
            if (mine.stream().map(JobStatus::state).sorted().toList().equals(expected)) {
                return mine;
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("expected jobs " + expected + " of " + key + ", got " + mine);
            }
            Thread.sleep(LOOK_MILLISECONDS);
        }
    }

    /** Waits until nothing waits and nobody works. */
    private void awaitIdle() throws Exception {
        List<MessageQueue> all = new ArrayList<>(service().queues().chunks().values());
        all.add(service().queues().ingest());
        all.add(service().queues().merge());
        long until = System.nanoTime() + PATIENCE_NANOS;
        for (MessageQueue queue : all) {
            int[] counts = queue.counts();
            while (counts[0] + counts[1] > 0) {
                assertThat(System.nanoTime()).as("%s is empty", queue.name()).isLessThan(until);
                Thread.sleep(LOOK_MILLISECONDS);
                counts = queue.counts();
            }
        }
    }

    private void assertRestored(JobStatus job) throws IOException {
        Path file = folder.resolve(job.job() + ".mp4");
        service().store().download(job.result(), file);
        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        assertThat(info.video().frames().count()).isEqualTo(FRAMES);
        assertThat(info.video().width()).isEqualTo(640);
        assertThat(service().store().exists(job.report())).isTrue();
    }

    @Test
    void aVideoThatIsPutComesBack() throws Exception {
        put("incoming/Größe 1/a+b & c.mp4");
        JobStatus job =
                await("incoming/Größe 1/a+b & c.mp4", JobStatus.State.DONE).get(0);
        assertRestored(job);
        assertThat(job.result()).startsWith("results/Größe 1/a+b & c.mp4/").endsWith("/a+b & c_x2.mp4");
        awaitIdle();
    }

    @Test
    void anUploadInPartsIsOneJob() throws Exception {
        String key = "incoming/parts.mp4";
        String upload = s3.createMultipartUpload(
                        r -> r.bucket(Peer.BUCKET).key(key).metadata(SETTINGS))
                .uploadId();
        String eTag = s3.uploadPart(
                        r -> r.bucket(Peer.BUCKET).key(key).uploadId(upload).partNumber(1),
                        RequestBody.fromFile(SAMPLE))
                .eTag();
        s3.completeMultipartUpload(r -> r.bucket(Peer.BUCKET)
                .key(key)
                .uploadId(upload)
                .multipartUpload(m ->
                        m.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));

        assertRestored(await(key, JobStatus.State.DONE).get(0));
        awaitIdle();
        await(key, JobStatus.State.DONE);
    }

    @Test
    void theSameEventTenTimesIsOneJob() throws Exception {
        String key = "incoming/ten times.mp4";
        put(key);
        String event = S3Notification.created(Peer.BUCKET, key, 1, "").toJson();
        for (int i = 0; i < 9; i++) {
            service().queues().ingest().send(List.of(event));
        }
        assertRestored(await(key, JobStatus.State.DONE).get(0));
        awaitIdle();
        await(key, JobStatus.State.DONE);
    }

    @Test
    void anOverwrittenVideoIsASecondJob() throws Exception {
        String key = "incoming/overwritten.mp4";
        put(key);
        JobStatus first = await(key, JobStatus.State.DONE).get(0);
        String before = service().store().head(first.result()).orElseThrow().eTag();
        s3.putObject(r -> r.bucket(Peer.BUCKET).key(key).metadata(SETTINGS), RequestBody.fromString("no video"));
        await(key, JobStatus.State.DONE, JobStatus.State.FAILED);

        // Late messages of the first change nothing.
        Manifest manifest = service().manifest(first.job()).orElseThrow();
        service().queues().sendChunks(manifest, List.of(0, 1, 2));
        service().queues().sendMerge(manifest);
        awaitIdle();
        await(key, JobStatus.State.DONE, JobStatus.State.FAILED);
        assertThat(service().store().head(first.result()).orElseThrow().eTag()).isEqualTo(before);
    }

    @Test
    void whatIsNoVideoFailsWithItsReason() throws Exception {
        String key = "incoming/text.mp4";
        s3.putObject(r -> r.bucket(Peer.BUCKET).key(key), RequestBody.fromString("no video"));
        JobStatus job = await(key, JobStatus.State.FAILED).get(0);
        assertThat(job.failures()).hasSize(1);
        assertThat(job.failures().get(0).reason()).contains("text.mp4").contains("no video format is recognised");
    }

    @Test
    void chunksThatAreSentTwiceOrComeAgainAreMadeOnce() throws Exception {
        String key = "incoming/twice.mp4";
        put(key);
        JobStatus job = await(key, JobStatus.State.DONE).get(0);
        Manifest manifest = service().manifest(job.job()).orElseThrow();
        List<String> before = eTags(job);
        // A worker that ended: it took a message and neither deleted it nor gave it back.
        MessageQueue queue = service().queues().chunks().get("normal");
        service().queues().sendChunks(manifest, List.of(0, 0, 1, 1, 2));
        queue.receive(Duration.ofSeconds(1), Duration.ZERO);
        awaitIdle();
        assertThat(eTags(job)).isEqualTo(before);
        await(key, JobStatus.State.DONE);
    }

    private List<String> eTags(JobStatus job) throws IOException {
        return service().store().list(FunctionsConfig.JOBS + job.job() + "/").stream()
                .map(o -> o.key() + o.eTag())
                .toList();
    }

    @Test
    void messagesThatAreNoneAreKeptAmongTheDead() throws Exception {
        List<String> garbage = List.of("no JSON", "{\"chunk\": 1}");
        service().queues().chunks().get("urgent").send(garbage);
        service().queues().merge().send(List.of("{}"));
        List<String> dead = new ArrayList<>();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (dead.size() < 3 && System.nanoTime() < until) {
            Delivery one = service()
                    .queues()
                    .dead()
                    .receive(Duration.ofSeconds(30), Duration.ofSeconds(1))
                    .orElse(null);
            if (one != null) {
                dead.add(one.body());
                one.delete();
            }
        }
        assertThat(dead).containsExactlyInAnyOrder("no JSON", "{\"chunk\": 1}", "{}");
        awaitIdle();
    }

    /** Who has the addresses needs no credentials, and can put what was signed and nothing else. */
    @Test
    void partsAreSentBySignedRequests() throws Exception {
        byte[] video = Files.readAllBytes(SAMPLE);
        try (MultipartUpload parts = new MultipartUpload(peer.aws(), Peer.BUCKET)) {
            Uploads uploads = new Uploads(service(), parts);
            Uploads.Begun begun = uploads.begin(
                    "ann",
                    "../Größe.mp4",
                    video.length,
                    Map.of("to", "1", "model", "bicubic", "scale", "2", "chunk-frames", "8"));
            List<MultipartUpload.Part> signed = uploads.sign(begun);
            assertThat(signed).hasSize(1);
            assertThat(uploads.job(begun)).isEmpty();
            HttpResponse<String> sent = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(signed.get(0).url().toURI())
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(video))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
            String eTag = sent.headers().firstValue("ETag").orElseThrow();
            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> uploads.complete(begun, Map.of(1, "\"" + "0".repeat(32) + "\"")));
            Submission.Submitted submitted = uploads.complete(begun, Map.of(1, eTag));
            assertThat(uploads.complete(begun, Map.of(1, eTag))).isEqualTo(submitted);
            assertThat(uploads.find("ann", begun.id())).contains(begun);
            assertThat(uploads.find("bob", begun.id())).isEmpty();
            JobStatus done = await(begun.key(), JobStatus.State.DONE).get(0);
            assertThat(done.job()).isEqualTo(submitted.job());
            assertThat(done.origin().name()).isEqualTo("../Größe.mp4");
            assertThat(done.facts().settings()).containsEntry("scale", "2");
        }
    }
}
