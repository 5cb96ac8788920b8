package io.vsr4j.cli;

import io.vsr4j.media.Codec;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A moving pattern with edges and gradients, 8-bit 4:2:0 at 25 frames a second: neither easy nor hard to encode. */
final class SyntheticVideo implements FrameSource {
    private static final Rational UNIT = new Rational(1, 25);
    private static final ColourTags BT709 = new ColourTags(1, 1, 1, 1, 1);

    private final VideoInfo video;
    private int next;

    SyntheticVideo(int width, int height, int frames) {
        this.video = new VideoInfo(
                0,
                "synthetic",
                width,
                height,
                PixelFormat.YUV420P,
                false,
                BT709,
                new Rational(1, 1),
                0,
                false,
                HdrMetadata.NONE,
                new Rational(25, 1),
                index(frames));
    }

    private static FrameIndex index(int frames) {
        long[] pts = new long[frames];
        for (int i = 0; i < frames; i++) {
            pts[i] = i;
        }
        return new FrameIndex(UNIT, pts, new int[] {0}, frames);
    }

    @Override
    public VideoInfo video() {
        return video;
    }

    @Override
    public void seek(int frame) {
        next = frame;
    }

    @Override
    public void read(Picture into) {
        paint(into, next);
        into.pts(next);
        next++;
    }

    @Override
    public int damaged() {
        return 0;
    }

    @Override
    public void close() {}

    /** {@return the same video as frames of another size} */
    OutputVideo enlarged(int scale) {
        return OutputVideo.of(video, video.width() * scale, video.height() * scale, video.format());
    }

    /** Encodes all frames into a file. */
    void writeTo(Path file, Codec codec) throws IOException {
        Path chunk = file.resolveSibling(file.getFileName() + ".chunk");
        try (FrameWriter writer = new FrameWriter(chunk, enlarged(1), EncodeSettings.of(codec))) {
            Picture picture = video.newPicture();
            for (int i = 0; i < video.frames().count(); i++) {
                paint(picture, i);
                picture.pts(i);
                writer.write(picture);
            }
            writer.finish();
        }
        Joiner.join(JoinPlan.withoutSource(video.frames()), List.of(chunk), file, true);
        Files.delete(chunk);
    }

    /** Fills a picture of any size with one moment of the pattern. */
    static void paint(Picture picture, int frame) {
        ByteBuffer data = picture.data();
        int width = picture.width();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < width; x++) {
                int disc = (x - 3 * frame) * (x - 3 * frame) + (y - frame) * (y - frame);
                int edge = (x / 16 + y / 16 + frame / 8) % 2 * 60;
                data.put(y * width + x, (byte) (30 + edge + ((disc >> 6) & 127)));
            }
        }
        for (int i = picture.planeOffset(1); i < data.capacity(); i++) {
            data.put(i, (byte) (96 + (i + frame) % 64));
        }
    }
}
