package io.vsr4j.quality;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.tensor.Torch;

/** Frames of one size as pictures of another: R'G'B' of 8 bits, by a cubic kernel with a low-pass filter where it shrinks. */
final class FrameResizer {
    private final FrameSide source;
    private final Picture picture;

    FrameResizer(VideoInfo video, int width, int height) {
        source = new FrameSide(video);
        picture = new Picture(StillPair.FORMAT, width, height);
    }

    /** {@return what the resized pictures are shown by} */
    FrameSide side() {
        return StillPair.side();
    }

    /** {@return the frame in the other size, until the next call} */
    Picture resize(Picture frame, NDManager owner) {
        try (NDManager scope = owner.newSubManager()) {
            source.open(frame);
            NDArray rgb = Torch.bicubicAntialias(source.rgb(scope), picture.height(), picture.width());
            float[] samples = rgb.toFloatArray();
            int pixels = picture.width() * picture.height();
            for (int plane = 0; plane < 3; plane++) {
                int channel = StillPair.channel(plane);
                for (int i = 0; i < pixels; i++) {
                    int value = Math.round(samples[channel * pixels + i] * 255);
                    picture.data().put(plane * pixels + i, (byte) Math.max(0, Math.min(255, value)));
                }
            }
        }
        return picture;
    }
}
