package io.vsr4j.quality.evaluate;

import io.vsr4j.media.Codec;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.Rational;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Tiny clips without loss, whose every sample is known. */
final class Clips {
    private Clips() {}

    /** Gives a sample; channels are red, green, blue. */
    interface Painter {
        int code(int frame, int channel, int x, int y);
    }

    /** Something that moves, with edges. */
    static int moving(int frame, int channel, int x, int y) {
        return 40 + ((x * 5 + frame * 3 + channel * 11) ^ (y * 3)) % 160;
    }

    /** Writes {@code 00000.png}, {@code 00001.png}, ... */
    static Path pictures(Path folder, int width, int height, int frames, Painter painter) throws IOException {
        Files.createDirectories(folder);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int t = 0; t < frames; t++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int rgb = painter.code(t, 0, x, y) << 16 | painter.code(t, 1, x, y) << 8 | painter.code(t, 2, x, y);
                    image.setRGB(x, y, rgb);
                }
            }
            ImageIO.write(
                    image, "png", folder.resolve(String.format("%05d.png", t)).toFile());
        }
        return folder;
    }

    /** Writes an RGB video, 25 frames a second. */
    static Path video(Path file, int width, int height, int frames, Painter painter) throws IOException {
        Files.createDirectories(file.getParent());
        Rational unit = new Rational(1, 1000);
        OutputVideo video = new OutputVideo(
                width,
                height,
                RgbFrames.RGB,
                new ColourTags(0, 2, 2, 2, 0),
                new Rational(1, 1),
                0,
                unit,
                new Rational(25, 1),
                HdrMetadata.NONE);
        Path chunk = file.resolveSibling("chunk");
        long[] pts = new long[frames];
        try (FrameWriter writer = new FrameWriter(chunk, video, EncodeSettings.of(Codec.FFV1))) {
            Picture picture = new Picture(RgbFrames.RGB, width, height);
            for (int t = 0; t < frames; t++) {
                paint(picture, t, painter);
                pts[t] = 40L * t;
                picture.pts(pts[t]);
                writer.write(picture);
            }
            writer.finish();
        }
        FrameIndex index = new FrameIndex(unit, pts, new int[] {0}, 40L * frames);
        Joiner.join(JoinPlan.withoutSource(index), List.of(chunk), file, true);
        Files.delete(chunk);
        return file;
    }

    /** Fills a picture, whose planes are green, blue, red. */
    static void paint(Picture picture, int frame, Painter painter) {
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < picture.width(); x++) {
                    picture.data().put(at(picture, channel, x, y), (byte) painter.code(frame, channel, x, y));
                }
            }
        }
    }

    /** {@return a sample of a picture} */
    static int sample(Picture picture, int channel, int x, int y) {
        return picture.data().get(at(picture, channel, x, y)) & 0xff;
    }

    private static int at(Picture picture, int channel, int x, int y) {
        int plane = new int[] {2, 0, 1}[channel];
        return picture.planeOffset(plane) + y * picture.width() + x;
    }
}
