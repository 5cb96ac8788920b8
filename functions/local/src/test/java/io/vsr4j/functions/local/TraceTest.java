package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Submission;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.local.Faults.Fate;
import io.vsr4j.functions.observe.JobTraceIds;
import io.vsr4j.functions.observe.Traces;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The steps of one job are one trace, whatever becomes of their messages. */
class TraceTest {
    private static final String KEY = "incoming/clip.mp4";
    private static final Duration NEVER = Duration.ofHours(1);
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("vsr.job");
    private static final AttributeKey<Long> CHUNK = AttributeKey.longKey("vsr.chunk");
    private static final AttributeKey<Long> FRAMES = AttributeKey.longKey("vsr.frames");
    private static final AttributeKey<Long> RECEIVES = AttributeKey.longKey("vsr.receives");

    @TempDir
    Path folder;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private OpenTelemetrySdk sdk;
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        GlobalOpenTelemetry.resetForTest();
        sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setIdGenerator(new JobTraceIds())
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .buildAndRegisterGlobal();
        rig = new Rig(folder);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        sdk.close();
        GlobalOpenTelemetry.resetForTest();
    }

    /** Two chunks. */
    private void put(Map<String, String> more) throws Exception {
        Map<String, String> metadata = new HashMap<>(Rig.SETTINGS);
        metadata.put("vsr-chunk-frames", "12");
        metadata.putAll(more);
        rig.put(KEY, Rig.CLIP, metadata);
    }

    private static Video video() {
        return IngestMessage.videos(IngestMessage.request(Rig.BUCKET, KEY, Map.of()))
                .get(0);
    }

    /** {@return id of the job, when all its spans have ended} */
    private String finish(Duration sweepAfter, Faults faults) throws Exception {
        try (Rig.Running worker = rig.work("worker", 10, sweepAfter, faults)) {
            String job = rig.await(KEY, JobStatus.State.DONE).job();
            rig.awaitQuiet();
            return job;
        }
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private SpanData only(String name) {
        assertThat(spans(name)).as(name).hasSize(1);
        return spans(name).get(0);
    }

    private void assertOneTrace(String trace, String job) {
        assertThat(exporter.getFinishedSpanItems()).isNotEmpty().allSatisfy(span -> {
            assertThat(span.getTraceId()).as(span.getName()).isEqualTo(trace);
            assertThat(span.getAttributes().get(JOB)).as(span.getName()).isEqualTo(job);
        });
    }

    private void assertFollows(SpanData span, SpanData... any) {
        assertThat(List.of(any)).extracting(SpanData::getSpanId).contains(span.getParentSpanId());
    }

    @Test
    void fromEventToResultItIsOneTrace() throws Exception {
        put(Map.of());
        String job = finish(NEVER, new Faults());
        assertOneTrace(job, job); // who knows the job finds its trace
        SpanData split = only("split");
        assertThat(split.getParentSpanContext().isValid()).isFalse();
        List<SpanData> chunks = spans("upscale");
        assertThat(chunks).extracting(c -> c.getAttributes().get(CHUNK)).containsExactlyInAnyOrder(0L, 1L);
        for (SpanData chunk : chunks) {
            assertFollows(chunk, split);
            assertThat(chunk.getAttributes().get(FRAMES)).isEqualTo(12);
            assertThat(chunk.getAttributes().get(RECEIVES)).isEqualTo(1);
        }
        assertFollows(only("merge"), chunks.get(1)); // the last one, which asked for it
        assertFollows(only("publish"), only("merge"));
        assertThat(only("publish").getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(List.of(split, chunks.get(0), only("merge")))
                .extracting(SpanData::getKind)
                .containsOnly(SpanKind.CONSUMER);
        assertThat(exporter.getFinishedSpanItems())
                .allSatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
    }

    @Test
    void itGoesOnWithTheTraceOfTheUpload() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String upload = "b7ad6b7169203331";
        put(Map.of("traceparent", "00-" + trace + "-" + upload + "-01"));
        String job = finish(NEVER, new Faults());
        assertOneTrace(trace, job);
        assertThat(only("split").getParentSpanId()).isEqualTo(upload);
        assertFollows(only("publish"), only("merge"));
    }

    /** The same video with other settings is asked for by a message, since the object is there already. */
    @Test
    void whatIsSubmittedGoesOnWithTheTraceOfWhoSubmits() throws Exception {
        Map<String, String> settings = Map.of("model", "bicubic", "scale", "2", "chunk-frames", "24");
        String first = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String second = "00-1bf7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01";
        String job = submit(settings, first);
        Map<String, String> others = new HashMap<>(settings);
        others.put("chunk-frames", "12");
        String other = submit(others, second);
        try (Rig.Running worker = rig.work("worker")) {
            Jobs jobs = new Jobs(rig.service());
            Rig.await(
                    "both are done",
                    () -> jobs.all().size() == 2
                            && jobs.all().stream().allMatch(j -> j.state() == JobStatus.State.DONE));
            rig.awaitQuiet();
        }
        for (SpanData span : exporter.getFinishedSpanItems()) {
            String mine = span.getAttributes().get(JOB);
            assertThat(mine).isIn(job, other);
            assertThat(span.getTraceId()).isEqualTo((mine.equals(job) ? first : second).substring(3, 35));
        }
        assertThat(spans("publish")).hasSize(2);
    }

    private String submit(Map<String, String> settings, String trace) throws Exception {
        try (Scope scope = Traces.goOn(trace)) {
            return new Submission(rig.service(), settings).file(Rig.CLIP).job();
        }
    }

    @Test
    void lostMessagesThatAreSentAgainBelongToIt() throws Exception {
        put(Map.of());
        assertThat(rig.drain("ingest")).hasSize(1);
        try (Functions functions = new Functions(rig.service("splitter", 10, NEVER))) {
            functions.split(video());
        }
        assertThat(rig.drain("chunks-normal")).hasSize(2);
        String job = finish(Duration.ofSeconds(1), new Faults());
        assertOneTrace(job, job);
        List<SpanData> chunks = spans("upscale");
        assertThat(chunks).extracting(c -> c.getAttributes().get(CHUNK)).contains(0L, 1L);
        assertThat(chunks).allSatisfy(chunk -> assertFollows(chunk, only("split")));
    }

    @Test
    void aLostMergeFollowsTheSplit() throws Exception {
        put(Map.of());
        rig.drain("ingest");
        try (Functions functions = new Functions(rig.service("splitter", 10, NEVER))) {
            String job = functions.split(video()).orElseThrow();
            rig.drain("chunks-normal");
            functions.upscale(job, 0, 1, () -> false); // called by no message, it belongs to its job all the same
            functions.upscale(job, 1, 1, () -> false);
        }
        assertThat(rig.drain("merge")).hasSize(1);
        String job = finish(Duration.ofSeconds(1), new Faults());
        assertOneTrace(job, job);
        assertThat(spans("upscale")).hasSize(2).allSatisfy(chunk -> assertFollows(chunk, only("split")));
        assertFollows(spans("merge").get(0), only("split"));
    }

    @Test
    void workThatFailsAndComesAgainIsInItTwice() throws Exception {
        put(Map.of());
        String job = finish(NEVER, new Faults().follow(first(Fate.FORBIDDEN, "/chunks/")));
        assertOneTrace(job, job);
        List<SpanData> failed = spans("upscale").stream()
                .filter(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .toList();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).getEvents()).extracting(e -> e.getName()).containsExactly("exception");
        assertThat(failed.get(0).getStatus().getDescription()).contains("access denied");
        List<SpanData> same = spans("upscale").stream()
                .filter(span -> span.getAttributes()
                        .get(CHUNK)
                        .equals(failed.get(0).getAttributes().get(CHUNK)))
                .toList();
        assertThat(same).extracting(s -> s.getAttributes().get(RECEIVES)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(same).allSatisfy(span -> assertFollows(span, only("split")));
    }

    @Test
    void workThatIsHandedBackHasNotFailed() throws Exception {
        put(Map.of());
        String job = finish(NEVER, new Faults().follow(first(Fate.LOST, "/chunks/")));
        assertOneTrace(job, job);
        assertThat(spans("upscale")).hasSize(3).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertFollows(span, only("split"));
        });
        assertThat(spans("upscale").stream().flatMap(s -> s.getEvents().stream()))
                .extracting(e -> e.getName())
                .containsExactly("not now");
    }

    @Test
    void eventsThatKnowNothingOfEachOtherAreInOneTrace() throws Exception {
        put(Map.of());
        rig.drain("ingest");
        Faults faults = new Faults().follow(first(Fate.FORBIDDEN, "/manifest.json"));
        try (Functions functions = new Functions(rig.service("splitter", 10, NEVER, faults))) {
            assertThatThrownBy(() -> functions.split(video())).hasMessageContaining("access denied");
            functions.split(video());
        }
        String job = finish(NEVER, new Faults());
        assertOneTrace(job, job);
        assertThat(spans("split")).hasSize(2);
        assertThat(spans("upscale"))
                .allSatisfy(chunk -> assertFollows(chunk, spans("split").get(1)));
    }

    /** {@return a plan in which the first put of a kind of object goes wrong} */
    private static Faults.Plan first(Fate fate, String name) {
        AtomicBoolean done = new AtomicBoolean();
        return (call, request) -> isPut(request, name) && done.compareAndSet(false, true) ? fate : Fate.WELL;
    }

    private static boolean isPut(SdkRequest request, String name) {
        return request instanceof PutObjectRequest put && put.key().contains(name);
    }
}
