package io.vsr4j.quality;

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
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small video files without loss, of which every code value is given. */
public final class MadeVideo {
    private MadeVideo() {}

    /** Gives the code value of a sample. */
    public interface Painter {
        int code(int frame, int plane, int x, int y);
    }

    /** Writes frames at 25 a second. */
    public static Path write(Path file, PixelFormat format, int width, int height, int frames, Painter painter)
            throws IOException {
        long[] times = new long[frames];
        for (int f = 0; f < frames; f++) {
            times[f] = 40L * f;
        }
        return write(file, format, width, height, times, painter);
    }

    /** Writes frames at given milliseconds. */
    public static Path write(Path file, PixelFormat format, int width, int height, long[] times, Painter painter)
            throws IOException {
        Rational unit = new Rational(1, 1000);
        int matrix = format.model() == PixelFormat.Model.RGB ? 0 : 1;
        ColourTags tags = new ColourTags(matrix, 2, 2, format.model() == PixelFormat.Model.RGB ? 2 : 1, 0);
        OutputVideo video = new OutputVideo(
                width, height, format, tags, new Rational(1, 1), 0, unit, new Rational(25, 1), HdrMetadata.NONE);
        Path chunk = file.resolveSibling(file.getFileName() + ".chunk");
        try (FrameWriter writer = new FrameWriter(chunk, video, EncodeSettings.of(Codec.FFV1))) {
            Picture picture = new Picture(format, width, height);
            for (int f = 0; f < times.length; f++) {
                paint(picture, f, painter);
                picture.pts(times[f]);
                writer.write(picture);
            }
            writer.finish();
        }
        FrameIndex index = new FrameIndex(unit, times, new int[] {0}, times[times.length - 1] + 40);
        Joiner.join(JoinPlan.withoutSource(index), List.of(chunk), file, true);
        Files.delete(chunk);
        return file;
    }

    /** Fills a picture. */
    public static void paint(Picture picture, int frame, Painter painter) {
        PixelFormat format = picture.format();
        for (int p = 0; p < format.planes(); p++) {
            int w = format.planeWidth(p, picture.width());
            int h = format.planeHeight(p, picture.height());
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    int at = picture.planeOffset(p) + (y * w + x) * format.bytesPerSample();
                    int code = painter.code(frame, p, x, y);
                    if (format.bytesPerSample() == 1) {
                        picture.data().put(at, (byte) code);
                    } else {
                        picture.data().putShort(at, (short) code);
                    }
                }
            }
        }
    }
}
