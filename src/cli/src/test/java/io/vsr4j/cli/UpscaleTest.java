package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpscaleTest {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    @TempDir
    Path folder;

    @Test
    void theFirstCommandOfTheReadmeKeepsFramesTimesAndSound() throws Exception {
        Path clip = Files.copy(SAMPLE, folder.resolve("clip.mp4"));

        AppRun.Ended run = AppRun.run("upscale", clip.toString());

        Path made = folder.resolve("clip_x4.mp4");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.messages()).isEmpty();
        assertThat(run.out())
                .startsWith(made + ": 1280x720, 96 frames, h264, by compact x4 in ")
                .hasLineCount(1);
        Decoded source = Decoded.of(clip);
        Decoded result = Decoded.of(made);
        assertThat(List.of(result.width(), result.height())).containsExactly(1280, 720);
        assertThat(result.seconds()).hasSize(96).isEqualTo(source.seconds());
        assertThat(Packets.ofSound(made)).hasSizeGreaterThan(100).isEqualTo(Packets.ofSound(clip));
        assertThat(names(folder)).containsExactly("clip.mp4", "clip_x4.mp4");
    }

    @Test
    void aPartIsTheSameFramesAsInTheWhole() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 64, 36, 30);

        CommandRun whole = upscale(clip, "-o", folder.resolve("whole.mkv"), "--codec", "ffv1", "--model", "bicubic");
        CommandRun part = upscale(
                clip,
                "-o",
                folder.resolve("part.mkv"),
                "--codec",
                "ffv1",
                "--model",
                "bicubic",
                "--from",
                "0.4",
                "--to",
                "0:00.8");

        assertThat(whole.exit()).as(whole.err()).isZero();
        assertThat(part.exit()).as(part.err()).isZero();
        assertThat(Decoded.of(folder.resolve("part.mkv")).hashes())
                .isEqualTo(Decoded.of(folder.resolve("whole.mkv")).hashes().subList(10, 20));
    }

    @Test
    void heightIsReachedByAResampleAfterTheNetworkAndSaidSo() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 64, 36, 4);

        CommandRun run = upscale(clip, "--height", "108", "--json");

        JsonObject json = run.json();
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(json.get("output").getAsString())
                .isEqualTo(folder.resolve("clip_108p.mkv").toString());
        assertThat(json.get("width").getAsInt()).isEqualTo(192);
        assertThat(json.get("height").getAsInt()).isEqualTo(108);
        assertThat(json.get("scale").getAsInt()).isEqualTo(4);
        assertThat(json.getAsJsonArray("notes").toString()).contains("108");
        Decoded made = Decoded.of(folder.resolve("clip_108p.mkv"));
        assertThat(List.of(made.width(), made.height(), made.hashes().size())).containsExactly(192, 108, 4);
    }

    @Test
    void tinyFramesAreEnlargedAsWell() throws Exception {
        assertThat(upscale(Y4m.write(folder.resolve("dot.y4m"), 1, 1, 2)).exit())
                .isZero();
        assertThat(upscale(Y4m.write(folder.resolve("odd.y4m"), 3, 5, 2)).exit())
                .isZero();

        assertThat(Decoded.of(folder.resolve("dot_x4.mkv")).hashes()).hasSize(2);
        Decoded odd = Decoded.of(folder.resolve("odd_x4.mkv"));
        assertThat(List.of(odd.width(), odd.height())).containsExactly(12, 20);
    }

    @Test
    void aFolderIsDoneVideoByVideoAndOneFailureStopsNothing() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = folder.resolve("out");
        Y4m.write(in.resolve("b10.y4m"), 32, 18, 2);
        Y4m.write(in.resolve("b2.y4m"), 32, 18, 2);
        Files.writeString(in.resolve("a.mp4"), "not a video");

        CommandRun run = upscale(in, "-o", out, "--json");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.json().getAsJsonArray("results"))
                .extracting(r ->
                        Path.of(r.getAsJsonObject().get("input").getAsString()).getFileName())
                .containsExactly(Path.of("b2.y4m"), Path.of("b10.y4m"));
        assertThat(run.json()
                        .getAsJsonArray("failures")
                        .get(0)
                        .getAsJsonObject()
                        .get("input")
                        .getAsString())
                .isEqualTo(in.resolve("a.mp4").toString());
        assertThat(run.err()).contains("file=2 files=3 stage=probe", "vsr: " + in.resolve("a.mp4") + ": ");
        assertThat(names(out)).containsExactly("b10_x4.mkv", "b2_x4.mkv");

        Files.delete(in.resolve("a.mp4"));
        Y4m.write(in.resolve("c.y4m"), 32, 18, 2);
        CommandRun again = upscale(in, "-o", out, "--resume");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out().lines().toList()).last().isEqualTo("1 done, 2 skipped, 0 failed");
        assertThat(upscale(in, "-o", out).exit()).isEqualTo(2);
    }

    private static CommandRun upscale(Path clip, Object... more) {
        String[] line = Stream.concat(Stream.of("upscale", clip), Stream.of(more))
                .map(Object::toString)
                .toArray(String[]::new);
        return CommandRun.of(line);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
