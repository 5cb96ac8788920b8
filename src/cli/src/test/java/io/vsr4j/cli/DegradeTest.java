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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegradeTest {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    @TempDir
    Path folder;

    @Test
    void framesGetSmallerAndWorseWhileTimesAndSoundStay() throws Exception {
        Path made = folder.resolve("bad.mkv");

        CommandRun run = degrade(SAMPLE, made, "--preset", "h264", "--scale", "2", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        JsonObject object = run.json();
        assertThat(object.get("codec").getAsString()).isEqualTo("ffv1");
        assertThat(object.get("frames").getAsInt()).isEqualTo(96);
        Decoded result = Decoded.of(made);
        assertThat(List.of(result.width(), result.height())).containsExactly(160, 90);
        assertThat(result.seconds()).hasSameSizeAs(Decoded.of(SAMPLE).seconds());
        assertThat(contents(made)).hasSizeGreaterThan(100).isEqualTo(contents(SAMPLE));
        assertThat(names(folder)).containsExactly("bad.mkv");
    }

    @Test
    void theSeedDecidesEveryByte() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 64, 48, 6);
        Path one = folder.resolve("one.mkv");
        Path two = folder.resolve("two.mkv");
        Path other = folder.resolve("other.mkv");
        Path constant = folder.resolve("constant.mkv");
        assertThat(degrade(clip, one, "--seed", "5").exit()).isZero();
        assertThat(degrade(clip, two, "--seed", "5").exit()).isZero();
        assertThat(degrade(clip, other, "--seed", "6").exit()).isZero();
        assertThat(degrade(clip, constant, "--seed", "5", "--temporal", "consistent")
                        .exit())
                .isZero();

        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
        assertThat(Decoded.of(other).hashes())
                .hasSize(6)
                .isNotEqualTo(Decoded.of(one).hashes());
        assertThat(Decoded.of(constant).hashes()).isNotEqualTo(Decoded.of(one).hashes());
    }

    @Test
    void whereNoLosslessCodecFitsItSaysThatMoreIsLost() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 64, 48, 4);

        CommandRun run = degrade(clip, folder.resolve("bad.mp4"), "--quiet");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("16x12, 4 frames, h264")
                .contains("compressed once more")
                .contains(".mkv");
    }

    /** Its codec would refuse them when the first frame comes. */
    @Test
    void oddSidesAreRefusedWhereTheContainerHasNoCodecForThem() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 60, 44, 3);

        CommandRun run = degrade(clip, folder.resolve("bad.mp4"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("60x44 reduced by 4 are 15x11").contains("write .mkv");
        assertThat(names(folder)).containsExactly("clip.y4m");
        assertThat(degrade(clip, folder.resolve("bad.mkv"), "--preset", "realbasicvsr-mpeg2")
                        .exit())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--preset vhs          | --preset must be one of realbasicvsr, realbasicvsr-mpeg2, h264, got 'vhs'",
                "--temporal never      | --temporal must be consistent or walk, got 'never'",
                "--scale 0             | --scale must be from 1 to 16, got 0",
                "--scale 16            | frames of 20x12 cannot be reduced by 16",
                "--fps 0               | --fps must be above 0",
            })
    void whatMakesNoSenseIsRefusedBeforeAnythingIsWritten(String options, String message) throws Exception {
        boolean pictures = options.contains("--fps");
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 20, 12, 3);
        Path input = clip;
        if (pictures) {
            input = Files.createDirectory(folder.resolve("frames"));
            Files.copy(Path.of("../../docs/before-after.png"), input.resolve("1.png"));
        }

        CommandRun run = degrade(input, folder.resolve("bad.mkv"), options.split(" +"));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(names(folder)).doesNotContain("bad.mkv").noneMatch(name -> name.startsWith("."));
    }

    @Test
    void anOutputThatExistsIsKeptUnlessOneSaysOtherwise() throws Exception {
        Path clip = Y4m.write(folder.resolve("clip.y4m"), 64, 48, 3);
        Path made = Files.writeString(folder.resolve("bad.mkv"), "precious");

        CommandRun refused = degrade(clip, made);
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("exists; ask for --overwrite");
        assertThat(made).hasContent("precious");

        assertThat(degrade(clip, made, "--overwrite").exit()).isZero();
        assertThat(Decoded.of(made).hashes()).hasSize(3);
        assertThat(degrade(clip, clip, "--overwrite").exit()).isEqualTo(2);
    }

    private static CommandRun degrade(Path in, Path out, String... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("degrade", in.toString(), "-o", out.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** {@return the packets of sound without their times, which Matroska counts in milliseconds} */
    private static List<String> contents(Path file) throws IOException {
        return Packets.ofSound(file).stream()
                .map(packet -> packet.substring(packet.indexOf(' ')))
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
