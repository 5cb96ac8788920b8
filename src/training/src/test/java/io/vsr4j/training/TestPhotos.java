package io.vsr4j.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures of waves to make clips of. */
final class TestPhotos {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 128;

    private TestPhotos() {}

    /** {@return the data folder, with two photos in it} */
    static Path in(Path data) throws IOException {
        Path photos = Files.createDirectories(data.resolve("photos"));
        for (int i = 0; i < 2; i++) {
            BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    int wave = (int) (128 + 100 * Math.sin(x / (3.0 + i)) * Math.cos(y / 5.0));
                    photo.setRGB(x, y, wave << 16 | (255 - wave) << 8 | (x + y) % 256);
                }
            }
            ImageIO.write(photo, "png", photos.resolve(i + ".png").toFile());
        }
        return data;
    }
}
