package io.vsr4j.training.data;

import io.vsr4j.degrade.Preset;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.Temporal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/** Data folders for tests. */
final class DataFiles {
    static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    private DataFiles() {}

    static ClipSettings settings(Path folder, int size, int frames, int scale) {
        return new ClipSettings(
                List.of(folder),
                size,
                size,
                frames,
                scale,
                1,
                0.5,
                true,
                true,
                true,
                Preset.H264,
                Temporal.CONSISTENT,
                false,
                0,
                11);
    }

    static Path sample(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.copy(SAMPLE, folder.resolve("bunny.mp4"));
    }

    /** Writes numbered frames. */
    static void frames(Path folder, int count, IntFunction<Raster> frame) throws IOException {
        for (int i = 0; i < count; i++) {
            png(folder.resolve(String.format("%05d.png", i)), frame.apply(i));
        }
    }

    static void png(Path file, Raster frame) throws IOException {
        Files.createDirectories(file.getParent());
        int plane = frame.width() * frame.height();
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = frame.code(i) << 16 | frame.code(i + plane) << 8 | frame.code(i + 2 * plane);
            image.setRGB(i % frame.width(), i / frame.width(), rgb);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    /** {@return waves of many directions and lengths, none shorter than six pixels} */
    static Raster waves(int width, int height, long seed) {
        Random random = new Random(seed);
        Raster raster = Raster.of(width, height);
        for (int wave = 0; wave < 12; wave++) {
            double angle = 2 * Math.PI * random.nextDouble();
            double frequency = 2 * Math.PI / (6 + 34 * random.nextDouble());
            double phase = 2 * Math.PI * random.nextDouble();
            int plane = random.nextInt(3);
            for (int i = 0; i < width * height; i++) {
                double along = Math.cos(angle) * (i % width) + Math.sin(angle) * (i / width);
                raster.samples()[plane * width * height + i] += (float) (25 * Math.sin(frequency * along + phase));
            }
        }
        for (int i = 0; i < raster.samples().length; i++) {
            raster.samples()[i] = Math.max(0, Math.min(255, 128 + raster.samples()[i]));
        }
        return raster;
    }
}
