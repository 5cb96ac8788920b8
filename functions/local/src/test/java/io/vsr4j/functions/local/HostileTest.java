package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Sweeper;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.S3Notification;
import io.vsr4j.functions.event.Video;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever names, settings and events people come up with: one result under its name, or one failure with its reason. */
class HostileTest {
    @TempDir
    Path folder;

    private Rig rig;
    private Functions functions;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(folder);
        functions = new Functions(rig.service("worker", 10, Duration.ofHours(1), new Faults()));
    }

    @AfterEach
    void close() throws Exception {
        functions.close();
        rig.close();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(Rig.SETTINGS);
        settings.put("vsr-" + name, value);
        return settings;
    }

    /** What came of a video that was put, by the event that its put sent. */
    private JobStatus split() throws IOException {
        List<String> events = rig.drain("ingest");
        assertThat(events).hasSize(1);
        List<Video> videos = IngestMessage.videos(events.get(0));
        assertThat(videos).hasSize(1);
        String job = functions.split(videos.get(0)).orElseThrow();
        return new Jobs(rig.service()).status(job).orElseThrow();
    }

    private static void assertFailed(JobStatus job, String as, String... parts) {
        assertThat(job.state()).as(as).isEqualTo(JobStatus.State.FAILED);
        assertThat(job.failures()).as(as).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("split");
            assertThat(failure.reason())
                    .contains(parts)
                    .hasSizeBetween(10, 2100)
                    .doesNotContain("Exception", "java.", "\u001b", "\u0000");
        });
    }

    @Test
    void settingsThatCannotBeUsedFailTheJobWhenItIsPlanned() throws Exception {
        Map<String, List<String>> wrong = new HashMap<>();
        wrong.put("model", List.of("", "../../etc", "COMPACT ", "litevsr", "x".repeat(5000)));
        wrong.put("scale", List.of("0", "-1", "2147483647", "2.0"));
        wrong.put("height", List.of("0", "2000000000"));
        wrong.put("codec", List.of("", "h264;rm"));
        wrong.put("preset", List.of("sluggish"));
        wrong.put("crf", List.of("1000"));
        wrong.put("pix-fmt", List.of("../x"));
        wrong.put("container", List.of("", "exe", "../../mp4"));
        wrong.put("dtype", List.of("f8"));
        wrong.put("threads", List.of("0", "1000000000"));
        wrong.put("memory", List.of("-1", "NaN"));
        wrong.put("window", List.of("0"));
        wrong.put("overlap", List.of("1000000"));
        wrong.put("tile", List.of("1"));
        wrong.put("chunk-frames", List.of("0"));
        wrong.put("colour", List.of("grey"));
        wrong.put("from", List.of("-1", "999"));
        wrong.put("to", List.of("0"));
        wrong.put("queue", List.of("", "dead"));
        wrong.put("prompt", List.of("a cat"));
        wrong.put("weights", List.of("/etc"));
        List<String> accepted = new ArrayList<>();
        rig.put("incoming/plain.mp4", Rig.CLIP, Map.of());
        rig.drain("ingest");
        for (Map.Entry<String, List<String>> setting : wrong.entrySet()) {
            for (String value : setting.getValue()) {
                String as = setting.getKey() + "=" + value;
                Map<String, String> settings = new HashMap<>();
                with(setting.getKey(), value).forEach((name, given) -> settings.put(name.substring(4), given));
                String job = functions
                        .split(new Video(Rig.BUCKET, "incoming/plain.mp4", settings, true))
                        .orElseThrow();
                JobStatus status = new Jobs(rig.service()).status(job).orElseThrow();
                if (status.state() == JobStatus.State.FAILED) {
                    assertFailed(status, as, "");
                } else {
                    accepted.add(as);
                }
            }
        }
        assertThat(accepted).isEmpty();
        assertThat(rig.drain("chunks-normal")).isEmpty();
    }

    @Test
    void sideCarsThatCannotBeUsedFailTheJobAndNameTheSideCar() throws Exception {
        Map<String, byte[]> wrong = new HashMap<>();
        wrong.put("no JSON", "scale: 2".getBytes(StandardCharsets.UTF_8));
        wrong.put("empty", new byte[0]);
        wrong.put("an array", "[]".getBytes(StandardCharsets.UTF_8));
        wrong.put("nested", ("{\"a\":" + "[".repeat(30_000)).getBytes(StandardCharsets.UTF_8));
        wrong.put("values", "{\"scale\":[2]}".getBytes(StandardCharsets.UTF_8));
        wrong.put("huge", ("{\"prompt\":\"" + "x".repeat(1 << 17) + "\"}").getBytes(StandardCharsets.UTF_8));
        wrong.put("UTF-16", "{\"scale\":2}".getBytes(StandardCharsets.UTF_16));
        wrong.put("bytes", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, 3});
        for (Map.Entry<String, byte[]> sideCar : wrong.entrySet()) {
            Path file = Files.write(folder.resolve("side-car"), sideCar.getValue());
            rig.put("incoming/clip.mp4.json", file, Map.of());
            rig.drain("ingest");
            rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
            assertFailed(split(), sideCar.getKey(), "clip.mp4", "must be");
        }
        Path control = Files.writeString(folder.resolve("side-car"), "{\"a\\u001b[31m\\u0000\":\"1\"}");
        rig.put("incoming/clip.mp4.json", control, Map.of());
        rig.drain("ingest");
        rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
        assertFailed(split(), "control characters", "there is no setting 'a?[31m?'");
        Path marked = Files.writeString(folder.resolve("side-car"), "\ufeff{\"seed\": 7}");
        rig.put("incoming/clip.mp4.json", marked, Map.of());
        rig.drain("ingest");
        rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
        assertThat(split().state()).isEqualTo(JobStatus.State.RESTORING);
    }

    /** Result by key. */
    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("incoming/.hidden", ".hidden_x2.mkv");
        names.put("incoming/.hidden.mp4", ".hidden_x2.mp4");
        names.put("incoming/no extension", "no extension_x2.mkv");
        names.put("incoming/a+b %2F & =?#;,'\"<>|*.mp4", "a+b %2F & =?#;,'\"<>|*_x2.mp4");
        names.put("incoming/double%252Fencoded%20.mp4", "double%252Fencoded%20_x2.mp4");
        names.put("incoming/a..b/..c/d...mp4", "d.._x2.mp4");
        names.put("incoming/Gr\u00f6\u00dfe \u6620\u753b \ud83c\udfac/\u00fc.mp4", "\u00fc_x2.mp4");
        names.put("incoming/u\u0308 decomposed.mp4", "u\u0308 decomposed_x2.mp4");
        names.put("incoming/line\nbreak\ttab\u001b[31m.mp4", "line\nbreak\ttab\u001b[31m_x2.mp4");
        names.put("incoming/results/jobs/incoming/x.mp4", "x_x2.mp4");
        names.put("incoming/a\\b:c.mp4", "a\\b:c_x2.mp4");
        names.put("incoming/" + "\u00fc".repeat(90) + ".MP4", "\u00fc".repeat(90) + "_x2.mp4");
        names.put("incoming/" + "\u00fc".repeat(100) + ".mp4", "\u00fc".repeat(96) + "_x2.mp4");
        return names;
    }

    @Test
    void resultsBearTheNamesOfTheirVideos() throws Exception {
        Map<String, String> settings = with("to", "0.2");
        try (Rig.Running worker = rig.work("another")) {
            for (String key : names().keySet()) {
                rig.put(key, Rig.CLIP, settings);
            }
            for (Map.Entry<String, String> name : names().entrySet()) {
                JobStatus job = rig.await(name.getKey(), JobStatus.State.DONE);
                String below = name.getKey().substring(FunctionsConfig.INCOMING.length());
                assertThat(job.result()).isEqualTo("results/" + below + "/" + job.job() + "/" + name.getValue());
                assertThat(rig.store().head(job.result())).isPresent();
            }
            rig.awaitQuiet();
            assertThat(new Jobs(rig.service()).all()).hasSize(names().size());
        }
        new Sweeper(rig.service("sweeper", 10, Duration.ZERO)).run();
        assertThat(rig.drain("ingest")).as("all have been seen to").isEmpty();
        assertThat(rig.drain("dead")).isEmpty();
    }

    @Test
    void namesThatLeaveNoRoomForAResultAndObjectsThatAreNoVideosSaySo() throws Exception {
        String part = "p".repeat(200) + "/";
        String longest = "incoming/" + part.repeat(5) + "q".repeat(6) + ".mp4";
        assertThat(longest).hasSize(1024);
        rig.put(longest, Rig.CLIP, Rig.SETTINGS);
        assertFailed(split(), longest, "put the video under a shorter name");
        Path empty = Files.createFile(folder.resolve("empty"));
        rig.put("incoming/empty.mp4", empty, Map.of());
        assertFailed(split(), "empty", "empty.mp4");
        for (String none : List.of("incoming/folder/", "incoming/clip.json", "incoming/.json")) {
            rig.put(none, empty, Map.of());
            for (String event : rig.drain("ingest")) {
                for (Video video : IngestMessage.videos(event)) {
                    assertThat(functions.split(video)).as(none).isEmpty();
                }
            }
        }
        assertThat(new Jobs(rig.service()).all()).hasSize(2);
    }

    @Test
    void aNameThatWouldLeadElsewhereIsRefused() throws Exception {
        rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
        rig.drain("ingest");
        for (String key : List.of("incoming/../incoming/clip.mp4", "incoming/./clip.mp4")) {
            String event = S3Notification.created(Rig.BUCKET, key, 1, "e").toJson();
            String job = functions.split(IngestMessage.videos(event).get(0)).orElseThrow();
            assertFailed(new Jobs(rig.service()).status(job).orElseThrow(), key, "put the video under a name without");
        }
        Video outside = IngestMessage.videos(S3Notification.created(Rig.BUCKET, "incoming/../../../etc/passwd", 1, "e")
                        .toJson())
                .get(0);
        try {
            assertThat(functions.split(outside)).isEmpty();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("incoming/../../../etc/passwd"); // the server refuses to look there
        }
        assertThat(rig.store().list(FunctionsConfig.RESULTS)).isEmpty();
    }

    @Test
    void eventsThatAreNotOfVideosHereBeginNothing() throws Exception {
        rig.put("incoming/clip.mp4", Rig.CLIP, Rig.SETTINGS);
        rig.drain("ingest");
        String put =
                S3Notification.created(Rig.BUCKET, "incoming/clip.mp4", 1, "e").toJson();
        String deep = "[".repeat(100_000);
        List<String> nothing = List.of(
                "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"videos\"}",
                put.replace("ObjectCreated:Put", "ObjectRemoved:Delete"),
                put.replace("\"" + Rig.BUCKET + "\"", "\"another\""),
                put.replace("incoming/", "results/"),
                put.replace("clip.mp4", "gone.mp4"),
                put.replace("incoming/clip", "incoming%252Fclip"),
                "{\"detail-type\":\"Object Deleted\",\"detail\":{}}",
                "{\"Records\":[]}");
        List<String> none = List.of(
                "{\"Records\":" + deep,
                "{\"a\":" + deep + "]".repeat(100_000) + "}",
                "{\"detail-type\":\"Object Created\",\"detail\":" + deep + "}",
                "{\"x\":\"" + "y".repeat(250_000) + "\"}");
        rig.service().queues().ingest().send(nothing);
        for (String event : none) { // each as large as a message may be
            rig.service().queues().ingest().send(List.of(event));
            rig.service().queues().chunks().get("normal").send(List.of(event));
            rig.service().queues().merge().send(List.of(event));
        }
        try (Rig.Running worker = rig.work("another")) {
            rig.awaitQuiet();
        }
        assertThat(rig.drain("dead")).hasSize(3 * none.size());
        assertThat(new Jobs(rig.service()).all()).isEmpty();
    }
}
