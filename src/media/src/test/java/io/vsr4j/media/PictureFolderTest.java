package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureFolderTest {
    private static final String SOURCE = "-f lavfi -i testsrc2=size=63x47:rate=25:duration=0.48 ";
    private static final Rational RATE = new Rational(24000, 1001);

    @TempDir
    Path dir;

    private Path folder;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(dir.resolve("pictures"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "png, rgb24, gbrp",
        "png, rgb48be, gbrp16",
        "png, rgba, gbrp",
        "png, gray, gray",
        "png, gray16be, gray16",
        "png, pal8, gbrp",
        "tiff, rgb24, gbrp",
        "tiff, rgb48le, gbrp16",
        "tiff, gray16le, gray16",
        "jpg, yuvj420p, yuv420p",
        "jpg, yuvj444p, yuv444p",
    })
    void picturesAreFrames(String extension, String layout, String expected) throws Exception {
        Path reference = Clips.make(
                folder,
                SOURCE + "-pix_fmt " + layout + " -c:v " + codec(extension) + " -f image2 frame%d." + extension);

        try (PictureFolder frames = PictureFolder.open(folder, RATE, MediaLimits.DEFAULT)) {
            VideoInfo video = frames.video();
            assertThat(video.format()).hasToString(expected);
            assertThat(video.alpha()).isEqualTo(layout.equals("rgba"));
            assertThat(video.effectiveColour().fullRange()).isTrue();
            assertThat(video.frames().count()).isEqualTo(12);
            assertThat(video.frames().timeBase()).isEqualTo(new Rational(1001, 24000));
            assertThat(video.frames().seconds(11)).isEqualTo(11 * 1001 / 24000.0);
            assertThat(frames.files().get(9).getFileName()).hasToString("frame10." + extension);
            List<Reference.Frame> expectedFrames = Reference.decode(reference, video.format());
            List<Reference.Frame> read = Reference.read(frames);
            assertThat(Reference.samples(read)).isEqualTo(Reference.samples(expectedFrames));
            assertThat(Reference.times(read)).startsWith(0L, 1L, 2L);
            frames.seek(5);
            assertThat(Reference.read(frames, 1).get(0)).isEqualTo(read.get(5));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "%d.png, 1 2 3 10 0007",
        "%04d.png, 0007",
        "*.png, 1 2 3 10 0007 a1 a2",
        "a?.png, a1 a2",
        "%02d.png, 0007 10"
    })
    void patternsChooseAmongTheFiles(String pattern, String expected) throws Exception {
        Path one = Clips.make(dir, "-f lavfi -i color=size=8x8 -frames:v 1 one.png");
        for (String name : new String[] {"1", "2", "3", "10", "0007", "a1", "a2"}) {
            Files.copy(one, folder.resolve(name + ".png"));
        }
        Files.writeString(folder.resolve("readme.txt"), "not a picture");
        Files.writeString(folder.resolve("._1.png"), "not one either");

        Path input = folder.resolve(pattern);
        assertThat(PictureFolder.accepts(input)).isTrue();
        try (PictureFolder frames = PictureFolder.open(input, RATE, MediaLimits.DEFAULT)) {
            List<String> wanted = Stream.of(expected.split(" "))
                    .sorted(PictureFiles::compare)
                    .map(name -> name + ".png")
                    .toList();
            assertThat(frames.files())
                    .extracting(file -> file.getFileName().toString())
                    .isEqualTo(wanted);
        }
    }

    @Test
    void numbersAreComparedAsNumbers() {
        List<String> names = Arrays.asList("b1", "a10", "a9", "a", "a009b", "a9b", "100000000000000000000000", "2");
        names.sort(PictureFiles::compare);

        assertThat(names).containsExactly("2", "100000000000000000000000", "a", "a9", "a9b", "a009b", "a10", "b1");
    }

    @Test
    void aVideoOrAnEmptyFolderIsNoPictureFolder() throws Exception {
        assertThat(PictureFolder.accepts(folder)).isFalse();
        assertThat(PictureFolder.accepts(Files.writeString(dir.resolve("clip.mp4"), "x")))
                .isFalse();
        assertThatThrownBy(() -> PictureFolder.open(folder, RATE, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no PNG, JPEG or TIFF");
        assertThatThrownBy(() -> PictureFolder.open(dir.resolve("none/*.png"), RATE, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void anotherSizeIsAnErrorThatNamesTheFile() throws Exception {
        Clips.make(folder, "-f lavfi -i color=size=16x16 -frames:v 3 %d.png");
        Clips.make(folder, "-f lavfi -i color=size=16x18 -frames:v 1 2.png");

        assertThatThrownBy(() -> PictureFolder.open(folder, RATE, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessage(folder.resolve("2.png")
                        + ": is 16x18, but the first picture is 16x16, and all must have one size");
    }

    @Test
    void whatIsNoPictureIsAnErrorThatNamesTheFile() throws Exception {
        Path first = Clips.make(folder, "-f lavfi -i color=size=16x16 -frames:v 1 1.png");
        Files.writeString(folder.resolve("2.png"), "#EXTM3U\n1.png\n");
        assertThatThrownBy(() -> PictureFolder.open(folder, RATE, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith(folder.resolve("2.png") + ": is not a PNG, JPEG or TIFF");

        byte[] whole = Files.readAllBytes(first);
        Files.write(folder.resolve("2.png"), Arrays.copyOf(whole, 40));
        try (PictureFolder frames = PictureFolder.open(folder, RATE, MediaLimits.DEFAULT)) {
            frames.seek(1);
            assertThatThrownBy(() -> frames.read(frames.video().newPicture()))
                    .isInstanceOf(MediaException.class)
                    .hasMessageStartingWith(folder.resolve("2.png") + ": the picture cannot be decoded");
        }
    }

    @Test
    void hugePicturesAreRefusedByTheirHeader() throws Exception {
        Path file = Clips.make(folder, "-f lavfi -i color=size=16x16 -frames:v 1 1.png");
        byte[] bytes = Files.readAllBytes(file);
        java.nio.ByteBuffer.wrap(bytes).putInt(16, 15_000).putInt(20, 15_000);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(bytes, 12, 17);
        java.nio.ByteBuffer.wrap(bytes).putInt(29, (int) crc.getValue());
        Files.write(file, bytes);

        assertThatThrownBy(() -> PictureFolder.open(folder, RATE, MediaLimits.DEFAULT))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith(file + ": frames are 15000x15000");
    }

    private static String codec(String extension) {
        return extension.equals("jpg") ? "mjpeg" : extension;
    }
}
