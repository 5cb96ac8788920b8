package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegSizeTest {
    @TempDir
    private Path folder;

    @Test
    void aThumbnailIsNotThePicture() throws IOException {
        byte[] picture = jpeg(120, 80);
        byte[] thumbnail = jpeg(24, 16);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(picture, 0, 2);
        both.write(new byte[] {(byte) 0xff, (byte) 0xe1}); // a segment of an application
        both.write(new byte[] {(byte) (thumbnail.length + 2 >> 8), (byte) (thumbnail.length + 2)});
        both.write(thumbnail);
        both.write(picture, 2, picture.length - 2);
        Path file = Files.write(folder.resolve("a.jpg"), both.toByteArray());

        assertThat(PictureFolder.size(file, MediaLimits.DEFAULT)).containsExactly(120, 80);
        try (PictureFolder pictures = PictureFolder.open(file, new Rational(24, 1), MediaLimits.DEFAULT)) {
            assertThat(pictures.video().width()).isEqualTo(120);
            assertThat(pictures.video().frames().count()).isEqualTo(1);
        }
    }

    @Test
    void whatIsCutOffHasNoSize() throws IOException {
        byte[] picture = jpeg(120, 80);
        for (int length : new int[] {8, 21, 60}) {
            Path file = Files.write(folder.resolve(length + ".jpg"), Arrays.copyOf(picture, length));
            assertThat(PictureFolder.size(file, MediaLimits.DEFAULT)).containsExactly(0, 0);
        }
    }

    private static byte[] jpeg(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        return bytes.toByteArray();
    }
}
