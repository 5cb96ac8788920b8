package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.CodecLoss;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.degrade.Raster;
import io.vsr4j.quality.degrade.RealWorldPipeline;
import io.vsr4j.quality.degrade.Step;
import java.io.IOException;
import java.nio.file.Path;

/** The papers' own, by which they make the inputs of synthetic sets; theirs were drawn by other numbers, though. */
record RealWorldDegradation(long seed) implements Degradation {
    private static final int VERSION = 1;
    /** Samples lie in the order of FFmpeg: green, blue, red. */
    private static final int[] PLANES = {2, 0, 1};

    @Override
    public String id() {
        return "realbasicvsr version=" + VERSION + " seed=" + seed + " x264=" + CodecLoss.has("libx264");
    }

    @Override
    public String definition() {
        return "RealBasicVSR's pipeline (blur, resizing, noise, JPEG and video compression, twice, drawn at random for each"
                + " clip, walking from frame to frame), seed " + seed + " with the clip's name"
                + (CodecLoss.has("libx264") ? "." : "; MPEG-4 in place of H.264, which this build lacks.");
    }

    @Override
    public FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope, Path folder)
            throws IOException {
        VideoInfo video = reference.video();
        VideoInfo small = RgbFrames.describe(video, video.width() / scale, video.height() / scale);
        FrameSpool spool = new FrameSpool(folder);
        long own = seed * 1_000_003 + clip.hashCode();
        try (reference;
                Step first = new RealWorldPipeline(own, small.width(), small.height(), scope)
                        .before(into(spool.sink(), small))) {
            Picture picture = video.newPicture();
            reference.seek(0);
            for (int i = 0; i < video.frames().count(); i++) {
                reference.read(picture);
                first.put(raster(picture));
            }
            first.end();
            return spool.owned(small);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private static Step into(FrameSink sink, VideoInfo video) {
        return new Step() {
            @Override
            public void put(Raster frame) throws IOException {
                Picture picture = video.newPicture();
                int plane = frame.width() * frame.height();
                for (int i = 0; i < frame.samples().length; i++) {
                    picture.data().put(PLANES[i / plane] * plane + i % plane, (byte) rounded(frame.samples()[i]));
                }
                sink.write(picture);
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
    }

    private static int rounded(float sample) {
        return Math.max(0, Math.min(255, Math.round(sample)));
    }

    private static Raster raster(Picture picture) {
        int plane = picture.width() * picture.height();
        float[] samples = new float[3 * plane];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = picture.data().get(PLANES[i / plane] * plane + i % plane) & 0xff;
        }
        return new Raster(picture.width(), picture.height(), samples);
    }
}
