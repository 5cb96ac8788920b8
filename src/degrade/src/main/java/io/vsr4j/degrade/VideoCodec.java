package io.vsr4j.degrade;

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

/**
 * Compresses the clip as a video of 4:2:0. Frames that walked to other sizes are brought back to the first one's, since a
 * video has one; sides that are odd are even for the codec, by a repetition of the edge.
 */
final class VideoCodec implements Step {
    private static final ColourTags BT601 = new ColourTags(6, 2, 2, 1, 1);
    private static final Rational ONE = new Rational(1, 1);

    private final NDManager scope;
    private final Step next;
    private final String encoder;
    private final CodecLoss.Aim aim;
    private final Rational rate;
    private int width;
    private int height;
    private Open open;

    /** What can be opened when the first frame says the size. */
    private record Open(OutputVideo video, PixelConverter converter, CodecLoss codec) {}

    /**
     * @param encoder FFmpeg's name
     * @param aim of the encoder
     * @param rate frames a second
     * @param scope for tensors; outlives the step
     * @param next takes the frames
     */
    VideoCodec(String encoder, CodecLoss.Aim aim, int rate, NDManager scope, Step next) {
        this.encoder = encoder;
        this.aim = aim;
        this.rate = new Rational(rate, 1);
        this.scope = scope;
        this.next = next;
    }

    @Override
    public void put(Raster frame) throws IOException {
        if (open == null) {
            width = frame.width();
            height = frame.height();
            open = open(width + width % 2, height + height % 2);
        }
        Raster fitting = resized(
                ResizeFilter.LINEAR.resize(frame, width, height),
                open.video().width(),
                open.video().height());
        Picture picture = new Picture(open.video().format(), fitting.width(), fitting.height());
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
        Rational unit = new Rational(rate.den(), rate.num());
        OutputVideo video =
                new OutputVideo(width, height, PixelFormat.YUV420P, BT601, ONE, 0, unit, rate, HdrMetadata.NONE);
        return new Open(video, PixelConverter.of(video, scope), new CodecLoss(encoder, video, aim, this::pass));
    }

    private void pass(Picture picture) throws IOException {
        Raster frame = Raster.of(picture.width(), picture.height());
        try (NDManager step = scope.newSubManager();
                NDArray rgb = open.converter().read(step, picture)) {
            float[] unit = rgb.toFloatArray();
            for (int i = 0; i < unit.length; i++) {
                frame.samples()[i] = unit[i] * 255;
            }
        }
        next.put(resized(frame.rounded(), width, height));
    }

    /** {@return a frame with its last row and column repeated or left out} */
    private static Raster resized(Raster frame, int width, int height) {
        if (frame.width() == width && frame.height() == height) {
            return frame;
        }
        Raster other = Raster.of(width, height);
        for (int i = 0; i < other.samples().length; i++) {
            int x = Math.min(i % width, frame.width() - 1);
            int y = Math.min(i / width % height, frame.height() - 1);
            int plane = i / (width * height);
            other.samples()[i] = frame.samples()[(plane * frame.height() + y) * frame.width() + x];
        }
        return other;
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
