package io.vsr4j.quality;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.upscale.Prefetch;
import java.io.IOException;
import java.util.function.Consumer;

/** Decodes both videos, each on a thread of its own, and shows their frames in pairs. */
final class PairStream implements AutoCloseable {
    private final Alignment alignment;
    private final NDManager manager;
    private final Track reference;
    private final Track output;
    private final FrameResizer resizer;

    /** @param reference null if there is none */
    PairStream(VideoInput reference, VideoInput output, Alignment alignment, NDManager manager) throws IOException {
        this.alignment = alignment;
        this.manager = manager;
        resizer = alignment.resizes(output)
                ? new FrameResizer(output.video(), alignment.width(), alignment.height())
                : null;
        this.reference =
                reference == null ? null : new Track(reference, reference.frames(), new FrameSide(reference.video()));
        try {
            int[] frames = alignment.outputFrames();
            FrameSide side = resizer == null ? new FrameSide(output.video()) : resizer.side();
            this.output = new Track(output, frames[frames.length - 1] + 1, side);
        } catch (IOException | RuntimeException e) {
            if (this.reference != null) {
                this.reference.close();
            }
            throw e;
        }
    }

    /** Shows every pair, in order. */
    void forEach(Consumer<FramePair> visitor) throws InterruptedException {
        for (int i = 0; i < alignment.outputFrames().length; i++) {
            try (NDManager scope = manager.newSubManager()) {
                if (reference != null) {
                    reference.side.open(reference.goTo(i));
                }
                Picture picture = output.goTo(alignment.outputFrames()[i]);
                output.side.open(resizer == null ? picture : resizer.resize(picture, scope));
                FrameSide left = reference == null ? null : reference.side;
                visitor.accept(
                        new DecodedPair(scope, left, output.side, i, alignment.times()[i]));
            }
        }
    }

    /** {@return frames of the output that were concealed or repeated, since they could not be decoded} */
    int damagedOutput() {
        return output.source.damaged();
    }

    /** {@return frames of the reference that could not be decoded} */
    int damagedReference() {
        return reference == null ? 0 : reference.source.damaged();
    }

    @Override
    public void close() {
        try {
            output.close();
        } finally {
            if (reference != null) {
                reference.close();
            }
        }
    }

    /** One video being decoded. */
    private static final class Track implements AutoCloseable {
        final FrameSource source;
        final FrameSide side;
        private final Prefetch ahead;
        private Picture current;
        private int at = -1;

        Track(VideoInput input, int frames, FrameSide side) throws IOException {
            this.source = input.opener().open();
            this.side = side;
            this.ahead = new Prefetch(source, 0, frames);
        }

        /** Goes on to a frame, which may be the current one. */
        Picture goTo(int frame) throws InterruptedException {
            while (at < frame) {
                if (current != null) {
                    ahead.recycle(current);
                }
                current = ahead.take();
                at++;
            }
            return current;
        }

        @Override
        public void close() {
            ahead.close();
            source.close();
        }
    }
}
