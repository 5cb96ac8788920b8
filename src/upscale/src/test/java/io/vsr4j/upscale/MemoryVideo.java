package io.vsr4j.upscale;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A video of noise that is a function of seed and frame index, without a file; and a sink that keeps frames. */
final class MemoryVideo implements FrameSource {
    private final VideoInfo video;
    private final long seed;
    private int next;
    int reads;

    MemoryVideo(int width, int height, PixelFormat format, int frames, long seed) {
        long[] pts = new long[frames];
        for (int i = 0; i < frames; i++) {
            pts[i] = 1000 + 40L * i;
        }
        FrameIndex index = new FrameIndex(new Rational(1, 1000), pts, new int[] {0}, 1000 + 40L * frames);
        video = new VideoInfo(
                0,
                "noise",
                width,
                height,
                format,
                false,
                ColourTags.UNSPECIFIED,
                new Rational(1, 1),
                0,
                false,
                HdrMetadata.NONE,
                new Rational(25, 1),
                index);
        this.seed = seed;
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
        Random random = new Random(seed * 31 + next);
        byte[] bytes = new byte[into.data().capacity()];
        random.nextBytes(bytes);
        into.data().put(0, bytes);
        into.pts(video.frames().pts()[next]);
        into.captions(next % 3 == 0 ? new byte[] {(byte) next} : new byte[0]);
        next++;
        reads++;
    }

    @Override
    public int damaged() {
        return 0;
    }

    @Override
    public void close() {}

    /** One kept frame. */
    record Kept(long pts, byte[] bytes, byte[] captions) {}

    /** Keeps frames; fails where it is told to. */
    static final class Sink implements FrameSink {
        final List<Kept> frames = new ArrayList<>();
        boolean finished;
        int failAt = -1;

        @Override
        public void write(Picture picture) throws java.io.IOException {
            if (frames.size() == failAt) {
                throw new java.io.IOException("no space left");
            }
            byte[] bytes = new byte[picture.data().capacity()];
            picture.data().get(0, bytes);
            frames.add(new Kept(picture.pts(), bytes, picture.captions()));
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void close() {}
    }
}
