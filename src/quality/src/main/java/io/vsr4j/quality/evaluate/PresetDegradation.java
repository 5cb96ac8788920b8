package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Order;
import io.vsr4j.degrade.Preset;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.RgbPictures;
import io.vsr4j.degrade.Step;
import io.vsr4j.media.CodecLoss;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;

/** By a preset; the papers' own, by which they make the inputs of synthetic sets, were drawn by other numbers, though. */
record PresetDegradation(Preset preset, long seed) implements Degradation {
    private static final int VERSION = 3;

    @Override
    public String id() {
        return preset.id() + " version=" + VERSION + " seed=" + seed + " x264=" + CodecLoss.has("libx264");
    }

    @Override
    public String definition() {
        return switch (preset) {
            case REALBASICVSR, REALBASICVSR_MPEG2 ->
                "RealBasicVSR's pipeline (blur, resizing, noise, JPEG and video compression"
                        + (preset == Preset.REALBASICVSR ? "" : ", MPEG-2 among it")
                        + ", twice, drawn at random for each"
                        + " clip, walking from frame to frame), seed " + seed + " with the clip's name"
                        + (CodecLoss.has("libx264") ? "." : "; MPEG-4 in place of H.264, which this build lacks.");
            case H264 ->
                "reduction, now and then slight blur or noise, then H.264 at CRF 18 to 32, drawn at random for each clip, seed "
                        + seed + " with the clip's name.";
        };
    }

    @Override
    public FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope, Path folder)
            throws IOException {
        VideoInfo video = reference.video();
        VideoInfo small = RgbFrames.describe(video, video.width() / scale, video.height() / scale);
        FrameSpool spool = new FrameSpool(folder);
        long own = seed * 1_000_003 + clip.hashCode();
        Order order = new Order(own, small.width(), small.height(), preset.temporal(), scope);
        try (reference;
                Step first = preset.before(order, into(spool.sink(), small))) {
            Picture picture = video.newPicture();
            reference.seek(0);
            for (int i = 0; i < video.frames().count(); i++) {
                reference.read(picture);
                first.put(RgbPictures.raster(picture));
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
                RgbPictures.write(frame, picture);
                sink.write(picture);
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
    }
}
