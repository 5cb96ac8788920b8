package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Videos that are cut into parts come back as those that are read in ranges; which cannot be cut are read in ranges. */
class PartsTest {
    private static final String PICTURES = "-f lavfi -i testsrc2=size=64x48:rate=25:duration=1 ";
    private static final String FIELDS =
            "-f lavfi -i testsrc2=size=64x48:rate=50:duration=1 -vf tinterlace=interleave_top,setfield=tff,format=yuv420p ";

    private static final String VFR = "-vf setpts='(N+max(0,N-9)*1.7)/25/TB' -fps_mode vfr -enc_time_base 1/90000";

    @TempDir
    static Path folder;

    private static Rig ranges;
    private static Rig parts;
    private static Functions byRanges;
    private static Functions byParts;

    @BeforeAll
    static void open() throws IOException {
        ranges = new Rig(folder.resolve("ranges"));
        parts = new Rig(folder.resolve("parts"), true);
        byRanges = new Functions(ranges.service());
        byParts = new Functions(parts.service());
    }

    @AfterAll
    static void close() throws Exception {
        byParts.close();
        byRanges.close();
        parts.close();
        ranges.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "h264.mp4, -pix_fmt yuv420p -c:v libx264 -g 8 -bf 3",
        "vfr.mp4, VFR -pix_fmt yuv420p -c:v libx264 -g 8 -bf 3",
        "hevc.mkv, -pix_fmt yuv420p10le -c:v libx265 -x265-params log-level=none:open-gop=1:keyint=8:min-keyint=8",
        "vp9.webm, -pix_fmt yuv420p -c:v libvpx-vp9 -deadline good -cpu-used 8 -auto-alt-ref 1 -lag-in-frames 16 -g 12",
        "mpeg2.ts, FIELDS -flags +ildct+ilme -c:v mpeg2video -bf 2 -g 8",
    })
    void aVideoThatIsCutComesBackAsOneThatIsNot(String name, String how) throws Exception {
        Path clip = make(
                (how.contains("FIELDS") ? "" : PICTURES)
                        + how.replace("FIELDS ", FIELDS).replace("VFR", VFR),
                name);
        Map<String, String> settings = settings("vsr-window", "5", "vsr-overlap", "2", "vsr-container", "mkv");
        Manifest cut = run(parts, byParts, clip, settings);
        assertThat(cut.parts()).hasSameSizeAs(cut.plan().chunks());
        Manifest whole = run(ranges, byRanges, clip, settings);
        assertThat(whole.parts()).isEmpty();
        assertThat(parts.bytes(cut.result())).isEqualTo(ranges.bytes(whole.result()));
        Map<String, String> lossless = new HashMap<>(settings);
        lossless.put("vsr-codec", "ffv1");
        byte[] fours = parts.bytes(run(parts, byParts, clip, lossless).result());
        lossless.put("vsr-chunk-frames", "9");
        Manifest nines = run(parts, byParts, clip, lossless);
        assertThat(nines.parts()).hasSize(3);
        assertThat(frames(parts.bytes(nines.result()))).hasSize(25).isEqualTo(frames(fours));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "counted.avi, -pix_fmt yuv420p -c:v libx264 -bf 2, counting from its start",
        "prores.mov, -pix_fmt yuv422p10le -c:v prores_ks, do not hold prores",
    })
    void aVideoThatCannotBeCutIsReadInRanges(String name, String how, String why) throws Exception {
        Path clip = make(PICTURES + how, name);
        Map<String, String> settings = settings("vsr-container", "mkv");
        Manifest refused = run(parts, byParts, clip, settings);
        assertThat(refused.parts()).isEmpty();
        assertThat(refused.notes()).anyMatch(n -> n.contains("not cut into parts") && n.contains(why));
        assertThat(parts.store().text(refused.report(), 1 << 20).orElseThrow()).contains("not cut into parts", why);
        assertThat(parts.store().list(Service.keys(refused.job()).root() + "parts/"))
                .isEmpty();
        assertThat(parts.bytes(refused.result()))
                .isEqualTo(ranges.bytes(run(ranges, byRanges, clip, settings).result()));
    }

    @Test
    void aVideoWithOneKeyFrameIsNotCutIntoManyParts() throws Exception {
        Path clip = make(PICTURES + "-pix_fmt yuv420p -c:v libx264", "one-group.mp4");
        Manifest refused = run(parts, byParts, clip, settings("vsr-chunk-frames", "1"));
        assertThat(refused.parts()).isEmpty();
        assertThat(refused.notes()).anyMatch(n -> n.contains("325 frames to show 25"));
    }

    @Test
    void twoSplitsAtOnceAgreeOnPartsThatAreThere() throws Exception {
        String key = "incoming/at-once/clip.mp4";
        parts.put(key, Rig.CLIP, settings());
        List<CompletableFuture<String>> splits = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Functions functions = new Functions(parts.service("at-once-" + i, 10, Duration.ofHours(1)));
            splits.add(CompletableFuture.supplyAsync(() -> {
                try (functions) {
                    return functions.split(video(key)).orElseThrow();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        String job = splits.get(0).join();
        assertThat(splits.get(1).join()).isEqualTo(job);
        parts.assertParts(parts.service().manifest(job).orElseThrow());
    }

    @Test
    void chunksAreRestoredWithoutTheSourceAndMergedOnlyWithIt() throws Exception {
        String key = "incoming/gone/clip.mp4";
        parts.put(key, Rig.CLIP, settings());
        Manifest manifest = split(parts, byParts, key);
        parts.store().delete(key);
        restore(byParts, manifest);
        assertThat(parts.service().missing(manifest)).isEmpty();
        assertThatThrownBy(() -> byParts.merge(manifest.job())).hasStackTraceContaining("was deleted");
    }

    @Test
    void partsThatAreGoneOrBrokenAreDoneWithout() throws Exception {
        String key = "incoming/broken/clip.mp4";
        parts.put(key, Rig.CLIP, settings());
        Manifest manifest = split(parts, byParts, key);
        restore(byParts, manifest);
        byte[] gone = parts.bytes(Service.keys(manifest.job()).chunk(2));
        byte[] broken = parts.bytes(Service.keys(manifest.job()).chunk(3));
        parts.store().delete(Rig.part(manifest, 2));
        parts.store().put(Rig.part(manifest, 3), "something else");
        parts.store().delete(Service.keys(manifest.job()).chunk(2));
        parts.store().delete(Service.keys(manifest.job()).chunk(3));
        restore(byParts, manifest);
        assertThat(parts.bytes(Service.keys(manifest.job()).chunk(2))).isEqualTo(gone);
        assertThat(parts.bytes(Service.keys(manifest.job()).chunk(3))).isEqualTo(broken);
    }

    @Test
    void aSplitThatIsStoppedIsDoneLater() throws Exception {
        String key = "incoming/stopped/clip.mp4";
        parts.put(key, Rig.CLIP, settings());
        AtomicInteger cut = new AtomicInteger();
        assertThatThrownBy(() -> byParts.split(video(key), () -> cut.getAndIncrement() == 3))
                .isInstanceOf(CancellationException.class);
        assertThat(parts.jobs(key)).isEmpty(); // whose job it is stands in the manifest
        parts.assertParts(split(parts, byParts, key));
    }

    private static Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Rig.SETTINGS);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static Video video(String key) {
        return IngestMessage.videos(IngestMessage.request(Rig.BUCKET, key, Map.of()))
                .get(0);
    }

    private static Manifest run(Rig rig, Functions functions, Path clip, Map<String, String> settings)
            throws Exception {
        String key = "incoming/" + settings.hashCode() + "/" + clip.getFileName();
        rig.put(key, clip, settings);
        Manifest manifest = split(rig, functions, key);
        restore(functions, manifest);
        functions.merge(manifest.job());
        return manifest;
    }

    private static Manifest split(Rig rig, Functions functions, String key) throws IOException {
        return rig.service().manifest(functions.split(video(key)).orElseThrow()).orElseThrow();
    }

    private static void restore(Functions functions, Manifest manifest) throws IOException {
        for (int chunk = 0; chunk < manifest.plan().chunks().size(); chunk++) {
            functions.upscale(manifest.job(), chunk, 1, () -> false);
        }
    }

    private static Path make(String arguments, String name) throws Exception {
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
        command.addAll(Arrays.asList((arguments + " " + name).trim().split("\\s+")));
        run(command);
        return folder.resolve(name);
    }

    /** {@return time and checksum of each frame, by the FFmpeg program} */
    private static List<String> frames(byte[] video) throws Exception {
        Path file = Files.write(folder.resolve("result.mkv"), video);
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-i"));
        command.addAll(List.of(file.toString(), "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"));
        return run(command).lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
