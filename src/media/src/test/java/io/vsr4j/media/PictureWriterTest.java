package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.PixelFormat.Model;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures are read again by Java's own readers. */
class PictureWriterTest {
    @TempDir
    Path dir;

    private static VideoInfo source(PixelFormat format) {
        return new VideoInfo(
                0,
                "h264",
                33,
                19,
                format,
                false,
                Clips.BT709,
                new Rational(1, 1),
                90,
                false,
                new Rational(25, 1),
                Clips.steady(new Rational(1, 25), 0, 1, 2));
    }

    private OutputVideo write(String pattern, PixelFormat source, int frames) throws IOException {
        OutputVideo video = PictureWriter.target(pattern, source(source), 33, 19);
        try (PictureWriter writer = new PictureWriter(dir, pattern, 1, video, false)) {
            for (int i = 0; i < frames; i++) {
                Picture picture = Clips.picture(video, i);
                picture.pts(i);
                writer.write(picture);
            }
            writer.finish();
        }
        return video;
    }

    @ParameterizedTest
    @CsvSource({
        "%05d.png, YUV, 8",
        "%05d.png, YUV, 10",
        "%05d.png, GRAY, 8",
        "%05d.png, GRAY, 12",
        "%d.tif, RGB, 8",
        "%d.tiff, YUV, 16",
        "f%03d.tif, GRAY, 16"
    })
    void losslessPicturesHoldEverySample(String pattern, Model model, int depth) throws Exception {
        OutputVideo video = write(pattern, new PixelFormat(model, depth, 0, 0), 2);

        assertThat(video.format().depth()).isEqualTo(depth == 8 ? 8 : 16);
        for (int i = 0; i < 2; i++) {
            Picture wanted = Clips.picture(video, i);
            Raster found =
                    ImageIO.read(dir.resolve(pattern.formatted(i + 1)).toFile()).getRaster();
            boolean grey = video.format().model() == Model.GRAY;
            int[] planes = grey ? new int[] {0} : new int[] {2, 0, 1}; // R, G, B among planes G, B, R
            for (int band = 0; band < planes.length; band++) {
                for (int y = 0; y < 19; y++) {
                    for (int x = 0; x < 33; x++) {
                        int at = wanted.planeOffset(planes[band])
                                + (y * 33 + x) * video.format().bytesPerSample();
                        int sample = depth == 8
                                ? wanted.data().get(at) & 0xff
                                : wanted.data().getShort(at) & 0xffff;
                        assertThat(found.getSample(x, y, band)).isEqualTo(sample);
                    }
                }
            }
        }
    }

    @Test
    void jpegTakesFullRangeYuv() throws Exception {
        OutputVideo video = write("%d.jpg", PixelFormat.YUV420P, 1);

        assertThat(video.format()).isEqualTo(PixelFormat.YUV420P);
        assertThat(video.colour().fullRange()).isTrue();
        assertThat(video.colour().matrix()).isEqualTo(6);
        BufferedImage image = ImageIO.read(dir.resolve("1.jpg").toFile());
        Picture wanted = Clips.picture(video, 0);
        double error = 0;
        for (int y = 0; y < 19; y++) {
            for (int x = 0; x < 33; x++) {
                int rgb = image.getRGB(x, y);
                double luma = 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
                error += Math.abs(luma - (wanted.data().get(y * 33 + x) & 0xff));
            }
        }
        assertThat(error / (33 * 19)).as("mean error of luma").isLessThan(4);
    }

    @Test
    void namesAreRefusedThatAreNoPattern() {
        OutputVideo video = PictureWriter.target("%d.png", source(PixelFormat.YUV420P), 33, 19);
        for (String pattern : List.of("a.png", "%d-%d.png", "../%d.png", "%s.png", "%d.gif", "%d")) {
            assertThatThrownBy(() -> new PictureWriter(dir, pattern, 0, video, false))
                    .isInstanceOf(MediaException.class)
                    .hasMessageContaining(pattern);
        }
    }

    @Test
    void picturesOfAnotherLayoutAreRefused() {
        OutputVideo video = OutputVideo.of(source(PixelFormat.YUV420P), 33, 19, PixelFormat.YUV420P);
        assertThatThrownBy(() -> new PictureWriter(dir, "%d.png", 0, video, false))
                .isInstanceOf(MediaException.class)
                .hasMessage("PNG pictures hold gbrp, got yuv420p");
    }

    @Test
    void closingEarlyLeavesNothing() throws Exception {
        OutputVideo video = PictureWriter.target("%d.png", source(PixelFormat.YUV420P), 33, 19);
        try (PictureWriter writer = new PictureWriter(dir, "%d.png", 7, video, false)) {
            writer.write(Clips.picture(video, 0));
            assertThat(dir.resolve("7.png")).exists();
        }
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void existingPicturesStayUnlessToldOtherwise() throws Exception {
        Files.writeString(dir.resolve("2.png"), "mine");
        OutputVideo video = PictureWriter.target("%d.png", source(PixelFormat.YUV420P), 33, 19);
        try (PictureWriter writer = new PictureWriter(dir, "%d.png", 1, video, false)) {
            writer.write(Clips.picture(video, 0));
            Picture second = Clips.picture(video, 1);
            second.pts(1);
            assertThatThrownBy(() -> writer.write(second))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("2.png");
        }
        assertThat(dir.resolve("2.png")).hasContent("mine");
        assertThat(Files.list(dir)).hasSize(1);
    }
}
