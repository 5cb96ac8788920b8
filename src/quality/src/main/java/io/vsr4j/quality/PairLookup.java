package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.function.Consumer;

/** Shows pairs of a comparison once more, in any order. Only the pair that is shown is held. */
public final class PairLookup implements FrameLookup, AutoCloseable {
    private final Alignment alignment;
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final FrameResizer resizer;
    private final Track reference;
    private final Track output;

    private PairLookup(VideoInput reference, VideoInput output, Alignment alignment) throws IOException {
        this.alignment = alignment;
        boolean resizes = alignment.resizes(output);
        resizer = resizes ? new FrameResizer(output.video(), alignment.width(), alignment.height()) : null;
        this.reference = reference == null ? null : new Track(reference, new FrameSide(reference.video()));
        try {
            this.output = new Track(output, resizes ? resizer.side() : new FrameSide(output.video()));
        } catch (IOException | RuntimeException e) {
            if (this.reference != null) {
                this.reference.source.close();
            }
            throw e;
        }
    }

    /**
     * Opens both videos again.
     *
     * @param reference as it was compared with; null if there was none
     * @param output as it was measured
     * @param align whether it was resampled
     * @return their pairs
     * @throws IOException if a video cannot be read now
     */
    public static PairLookup open(VideoInput reference, VideoInput output, boolean align) throws IOException {
        Alignment alignment = reference == null ? Alignment.alone(output) : Alignment.of(reference, output, align);
        return new PairLookup(reference, output, alignment);
    }

    @Override
    public void at(int index, Consumer<FramePair> look) {
        try (NDManager scope = manager.newSubManager()) {
            if (reference != null) {
                reference.side.open(reference.read(index));
            }
            Picture picture = output.read(alignment.outputFrames()[index]);
            output.side.open(resizer == null ? picture : resizer.resize(picture, scope));
            FrameSide left = reference == null ? null : reference.side;
            look.accept(
                    new DecodedPair(scope, left, output.side, index, alignment.times()[index]));
        }
    }

    @Override
    public void close() {
        output.source.close();
        if (reference != null) {
            reference.source.close();
        }
        manager.close();
    }

    /** One of both videos. */
    private static final class Track {
        final FrameSource source;
        final FrameSide side;
        private final Picture picture;

        Track(VideoInput input, FrameSide side) throws IOException {
            this.source = input.opener().open();
            this.side = side;
            this.picture = source.video().newPicture();
        }

        Picture read(int frame) {
            source.seek(frame);
            source.read(picture);
            return picture;
        }
    }
}
