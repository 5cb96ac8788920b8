package io.vsr4j.quality.degrade;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.CodecLoss;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import io.vsr4j.upscale.PixelConverter;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * Compresses the clip as a video of 4:2:0, by H.264 or MPEG-4 Part 2, at so many bits a frame. Frames that walked to other
 * sizes are brought back to the first one's, since a video has one.
 */
final class VideoCodec implements Step {
    private static final double LEAST_BITS = 1e4;
    private static final double MOST_BITS = 1e5;
    /** H.264 twice, as the paper has it under two names. */
    private static final List<String> ENCODERS = List.of("libx264", "libx264", "mpeg4");

    private static final ColourTags BT601 = new ColourTags(6, 2, 2, 1, 1);
    private static final Rational ONE = new Rational(1, 1);

    private final NDManager scope;
    private final Step next;
    private final String encoder;
    private final long bits;
    private Open open;

    /** What can be opened when the first frame says the size. */
    private record Open(OutputVideo video, PixelConverter converter, CodecLoss codec) {}

    /**
     * @param scope for tensors; outlives the step
     * @param next takes the frames
     */
    VideoCodec(Random random, NDManager scope, Step next) {
        this.scope = scope;
        this.next = next;
        String wanted = ENCODERS.get(random.nextInt(ENCODERS.size()));
        encoder = CodecLoss.has(wanted) ? wanted : "mpeg4"; // builds without GPL parts lack x264
        bits = Math.round(LEAST_BITS + (MOST_BITS - LEAST_BITS) * random.nextDouble());
    }

    @Override
    public void put(Raster frame) throws IOException {
        if (open == null) {
            open = open(frame.width(), frame.height());
        }
        Raster fitting = ResizeFilter.LINEAR.resize(
                frame, open.video().width(), open.video().height());
        Picture picture = new Picture(
                open.video().format(), open.video().width(), open.video().height());
        try (NDManager step = scope.newSubManager()) {
            float[] unit = new float[fitting.samples().length];
            for (int i = 0; i < unit.length; i++) {
                unit[i] = fitting.code(i) / 255f;
            }
            open.converter().write(step.create(unit, new Shape(1, 3, fitting.height(), fitting.width())), picture);
        }
        open.codec().write(picture);
    }

    private Open open(int width, int height) {
        OutputVideo video =
                new OutputVideo(width, height, PixelFormat.YUV420P, BT601, ONE, 0, ONE, ONE, HdrMetadata.NONE);
        return new Open(video, PixelConverter.of(video, scope), new CodecLoss(encoder, video, bits, this::pass));
    }

    private void pass(Picture picture) throws IOException {
        Raster frame = Raster.of(picture.width(), picture.height());
        try (NDManager step = scope.newSubManager();
                NDArray rgb = open.converter().read(step, picture)) {
            float[] unit = rgb.toFloatArray();
            for (int i = 0; i < unit.length; i++) {
                frame.samples()[i] = Math.max(0, Math.min(255, Math.round(unit[i] * 255)));
            }
        }
        next.put(frame);
    }

    @Override
    public void end() throws IOException {
        if (open != null) {
            open.codec().finish();
        }
        next.end();
    }

    @Override
    public void close() {
        if (open != null) {
            open.codec().close();
        }
        next.close();
    }
}
