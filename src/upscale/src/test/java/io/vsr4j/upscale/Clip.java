package io.vsr4j.upscale;

import io.vsr4j.media.Codec;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Small lossless video files, and what is in a video file. */
final class Clip {
    /** The sample that comes with the project. */
    static final Path SAMPLE =
            Path.of("../../samples/big-buck-bunny-320x180.mp4").toAbsolutePath().normalize();

    private Clip() {}

    /** Gives the code value of a sample. */
    interface Painter {
        int code(int frame, int plane, int x, int y);
    }

    /** Writes frames at 25 a second without loss. */
    static Path write(
            Path file, PixelFormat format, ColourTags tags, int width, int height, int frames, Painter painter)
            throws IOException {
        Rational unit = new Rational(1, 1000);
        OutputVideo video = new OutputVideo(
                width, height, format, tags, new Rational(1, 1), 0, unit, new Rational(25, 1), HdrMetadata.NONE);
        Path chunk = file.resolveSibling(file.getFileName() + ".chunk");
        long[] pts = new long[frames];
        try (FrameWriter writer = new FrameWriter(chunk, video, EncodeSettings.of(Codec.FFV1))) {
            Picture picture = new Picture(format, width, height);
            for (int f = 0; f < frames; f++) {
                paint(picture, f, painter);
                pts[f] = 40L * f;
                picture.pts(pts[f]);
                writer.write(picture);
            }
            writer.finish();
        }
        FrameIndex index = new FrameIndex(unit, pts, new int[] {0}, 40L * frames);
        Joiner.join(JoinPlan.withoutSource(index), List.of(chunk), file, true);
        Files.delete(chunk);
        return file;
    }

    private static void paint(Picture picture, int frame, Painter painter) {
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

    /** A hash of the samples of each frame, by decoding them all. */
    static List<Long> hashes(Path file) throws IOException {
        List<Long> hashes = new ArrayList<>();
        try (FrameReader frames = FrameReader.open(file, MediaLimits.DEFAULT)) {
            Picture picture = frames.video().newPicture();
            for (int i = 0; i < frames.video().frames().count(); i++) {
                frames.read(picture);
                CRC32C crc = new CRC32C();
                ByteBuffer data = picture.data().duplicate();
                crc.update(data.rewind());
                hashes.add(crc.getValue());
            }
        }
        return hashes;
    }
}
