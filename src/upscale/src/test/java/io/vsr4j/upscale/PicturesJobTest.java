package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures in and out, from file to file. */
class PicturesJobTest {
    private static final int WIDTH = 24;
    private static final int HEIGHT = 16;
    private static final Consumer<Settings> PICTURES = s -> {
        s.codec = null;
        s.chunkFrames = 2;
    };

    @TempDir
    Path folder;

    private Path in;
    private Path out;

    @BeforeEach
    void makePictures() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        for (int frame = 0; frame < 5; frame++) {
            ImageIO.write(
                    picture(frame),
                    "png",
                    in.resolve("shot" + (3 + 2 * frame) + ".png").toFile());
        }
    }

    private static BufferedImage picture(int frame) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.setRGB(x, y, new Color(40 * frame, 10 * x, 15 * y).getRGB());
            }
        }
        return image;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void picturesBecomePicturesOfTheSameNames() throws Exception {
        UpscaleReport report = Jobs.run(in, out, PICTURES, false);
        assertThat(report.frames()).isEqualTo(5);
        assertThat(report.codec()).isEqualTo("png");
        assertThat(names(folder)).containsExactly("in", "out");
        assertThat(names(out)).isEqualTo(names(in));
        for (int frame = 0; frame < 5; frame++) {
            BufferedImage made =
                    ImageIO.read(out.resolve("shot" + (3 + 2 * frame) + ".png").toFile());
            assertThat(made.getWidth()).isEqualTo(2 * WIDTH);
            assertThat(made.getHeight()).isEqualTo(2 * HEIGHT);
            Color inside = new Color(made.getRGB(24, 16));
            assertThat(inside.getRed()).isCloseTo(40 * frame, within(1));
            assertThat(inside.getGreen()).isCloseTo(10 * 12 - 3, within(2));
        }
    }

    @ParameterizedTest
    @CsvSource({"png, 8", "png, 16", "tif, 8", "tiff, 16"})
    void videoToPicturesAndBackIsLossless(String extension, int depth) throws Exception {
        Path video = Clip.write(
                folder.resolve("in.mkv"),
                new PixelFormat(Model.RGB, depth, 0, 0),
                new ColourTags(0, 1, 1, 2, 0),
                WIDTH,
                HEIGHT,
                5,
                (f, p, x, y) -> (x * 977 + y * 389 + p * 71 + f * 13) % (1 << depth));
        Path pattern = Files.createDirectory(out).resolve("a%03d." + extension);
        Jobs.run(video, pattern, PICTURES.andThen(s -> s.scale = 1), false);
        assertThat(names(out)).hasSize(5).startsWith("a001." + extension);

        Path back = folder.resolve("back.mkv");
        Jobs.run(pattern, back, s -> s.scale = 1, false);
        assertThat(Clip.hashes(back)).isEqualTo(Clip.hashes(video));
    }

    @Test
    void jpegsAreWritten() throws Exception {
        Path pattern = Files.createDirectory(out).resolve("%d.jpg");
        Jobs.run(in, pattern, PICTURES, false);
        BufferedImage made = ImageIO.read(out.resolve("3.jpg").toFile());
        assertThat(made.getWidth()).isEqualTo(2 * WIDTH);
        Color inside = new Color(made.getRGB(24, 16));
        assertThat(inside.getRed()).isCloseTo(80, within(4));
        assertThat(inside.getGreen()).isCloseTo(117, within(4));
    }

    @Test
    void turnedPicturesAreWrittenUpright() throws Exception {
        Path turned = Files.createDirectory(folder.resolve("turned"));
        ImageIO.write(picture(2), "jpg", turned.resolve("1.jpg").toFile());
        orient(turned.resolve("1.jpg"), 6);

        UpscaleReport report = Jobs.run(turned, out, PICTURES.andThen(s -> s.scale = 1), false);

        assertThat(report.width()).isEqualTo(HEIGHT);
        BufferedImage made = ImageIO.read(out.resolve("1.jpg").toFile());
        assertThat(made.getWidth()).isEqualTo(HEIGHT);
        assertThat(made.getHeight()).isEqualTo(WIDTH);
        // Orientation 6: the first row is the right-hand side.
        Color inside = new Color(made.getRGB(HEIGHT - 1 - 10, 5));
        assertThat(inside.getGreen()).isCloseTo(10 * 5, within(12));
        assertThat(inside.getBlue()).isCloseTo(15 * 10, within(12));
    }

    /** Puts an Exif segment with an orientation behind a JPEG's first marker. */
    private static void orient(Path jpeg, int orientation) throws IOException {
        byte[] bytes = Files.readAllBytes(jpeg);
        ByteBuffer exif = ByteBuffer.allocate(bytes.length + 36);
        exif.put(bytes, 0, 2).putShort((short) 0xffe1).putShort((short) 34).put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        exif.put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1}); // one entry at 8
        exif.putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        exif.putInt(0).put(bytes, 2, bytes.length - 2);
        Files.write(jpeg, exif.array());
    }

    @Test
    void aKilledRunGoesOnToTheSamePictures() throws Exception {
        Path whole = folder.resolve("whole");
        Jobs.run(in, whole, PICTURES, false);
        Jobs.stopAfter(3, in, out, PICTURES);
        Path half = Files.createDirectories(folder.resolve("out.vsr-work/.chunk-00001.part"));
        Files.writeString(half.resolve("00003.png"), "half a picture");

        UpscaleReport report = Jobs.run(in, out, PICTURES, true);

        assertThat(report.reused()).isPositive();
        requireSame(whole);
    }

    @Test
    void aRunThatWasKilledWhilePublishingGoesOn() throws Exception {
        Path whole = folder.resolve("whole");
        Jobs.run(in, whole, PICTURES, false);
        Jobs.stopBeforeTheJoin(in, out, PICTURES);
        Files.createDirectory(out);
        Files.createLink(out.resolve("shot3.png"), folder.resolve("out.vsr-work/chunk-00000/00001.png"));

        assertThat(Jobs.run(in, out, PICTURES, true).reused()).isEqualTo(5);
        requireSame(whole);
    }

    private void requireSame(Path whole) throws IOException {
        assertThat(names(out)).isEqualTo(names(whole));
        for (String name : names(whole)) {
            assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
        assertThat(names(folder)).containsExactly("in", "out", "whole");
    }

    @Test
    void aDamagedPictureOfAChunkIsNotPublished() throws Exception {
        Jobs.stopAfter(3, in, out, PICTURES);
        Path picture = folder.resolve("out.vsr-work/chunk-00000/00002.png");
        byte[] bytes = Files.readAllBytes(picture);
        bytes[bytes.length / 2] ^= 1;
        Files.write(picture, bytes);
        assertThatThrownBy(() -> Jobs.run(in, out, PICTURES, true))
                .isInstanceOf(BrokenOutputException.class)
                .hasMessageContaining("chunk-00000");
        Files.delete(picture);
        assertThatThrownBy(() -> Jobs.run(in, out, PICTURES, true))
                .isInstanceOf(BrokenOutputException.class)
                .hasMessageContaining("00002.png is missing");
        assertThat(out).doesNotExist();
    }

    @Test
    void anotherRateIsNotResumed() {
        Path video = folder.resolve("out.mkv");
        Jobs.stopAfter(3, in, video, s -> s.chunkFrames = 2);
        assertThatThrownBy(() -> Jobs.run(
                        in,
                        video,
                        s -> {
                            s.chunkFrames = 2;
                            s.pictureRate = 30.0;
                        },
                        true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("frameRate is \"30/1\", was \"24/1\"");
    }

    @Test
    void picturesBecomeAVideoOfTheirRate() throws Exception {
        Path video = folder.resolve("out.mkv");
        Jobs.run(in, video, s -> s.pictureRate = 12.5, false);
        assertThat(MediaProbe.probe(video, MediaLimits.DEFAULT).video().frames().pts())
                .containsExactly(0, 80, 160, 240, 320);
    }

    @Test
    void picturesThatAreThereAreNotReplacedUnasked() throws Exception {
        Path pattern = Files.createDirectory(out).resolve("%03d.png");
        Files.writeString(out.resolve("004.png"), "precious");
        assertThatThrownBy(() -> Jobs.run(in, pattern, PICTURES, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("004.png exists");
        assertThat(names(out)).containsExactly("004.png");
        Jobs.run(in, pattern, PICTURES.andThen(s -> s.overwrite = true), false);
        assertThat(names(out)).hasSize(5);
        assertThat(ImageIO.read(out.resolve("004.png").toFile()).getWidth()).isEqualTo(2 * WIDTH);
    }

    @Test
    void sourcesAreNeverReplaced() throws Exception {
        byte[] before = Files.readAllBytes(in.resolve("shot5.png"));
        for (Path same : List.of(in, in.resolve("shot%d.png"))) {
            assertThatThrownBy(() -> Jobs.run(same, same, PICTURES.andThen(s -> s.overwrite = true), false))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("is an input");
        }
        assertThat(in.resolve("shot5.png")).hasBinaryContent(before);
        assertThat(names(in)).hasSize(5);
    }

    @Test
    void twoPicturesNeverBecomeOne() throws Exception {
        ImageIO.write(picture(0), "jpg", in.resolve("shot5.jpg").toFile());
        assertThatThrownBy(() -> Jobs.run(in, out, PICTURES, false))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("shot5.jpg and shot5.png would become one");
    }

    @Test
    void resumingWhatIsCompleteDoesNothing() throws Exception {
        Path pattern = Files.createDirectory(out).resolve("%03d.png");
        Jobs.run(in, pattern, PICTURES, false);
        UpscaleReport report = Jobs.run(in, pattern, PICTURES, true);
        assertThat(report.notes()).anyMatch(n -> n.contains("complete already"));
        assertThat(names(out)).hasSize(5);
        assertThatThrownBy(() -> Jobs.run(in, pattern, PICTURES.andThen(s -> s.scale = 3), true))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("48x32")
                .hasMessageContaining("72x48");
    }
}
