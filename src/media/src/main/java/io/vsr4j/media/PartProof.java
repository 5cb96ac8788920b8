package io.vsr4j.media;

import java.io.IOException;
import java.util.Arrays;

/**
 * Proves that parts of a video show what the video itself shows: every frame of a part is decoded from both, each from the
 * key frame before the part, and samples, time and captions are compared bit by bit. Where a frame is damaged nothing is
 * proved, since what a decoder makes of it depends on what it decoded before.
 */
public final class PartProof implements AutoCloseable {
    private final MediaSource source;
    private final VideoInfo video;
    private final MediaLimits limits;
    private final int threads;
    private final FrameReader whole;
    private final Picture wanted;
    private final Picture found;

    /**
     * Opens a video that was probed.
     *
     * @param source the bytes, the same as when they were probed
     * @param video what {@link MediaProbe} found
     * @param limits what is refused
     * @param threads decoder threads, at least 1
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public PartProof(MediaSource source, VideoInfo video, MediaLimits limits, int threads) throws IOException {
        this.source = source;
        this.video = video;
        this.limits = limits;
        this.threads = threads;
        whole = FrameReader.open(source, video, limits, threads);
        wanted = video.newPicture();
        found = video.newPicture();
    }

    /**
     * Compares a part with the video.
     *
     * @param part what {@link PartCutter} said of it
     * @param file its bytes
     * @throws MediaException if a frame is not the same, or damaged
     * @throws IOException if one of both cannot be read now, but perhaps later
     */
    public void check(VideoPart part, MediaSource file) throws IOException {
        try (FrameReader frames = FrameReader.open(file, part, video, limits, threads)) {
            whole.seek(part.first());
            for (int frame = part.first(); frame < part.end(); frame++) {
                whole.read(wanted);
                if (wanted.damaged()) {
                    throw new MediaException(source.name() + ": frame " + frame
                            + " is damaged, and what is shown in its" + " place depends on where decoding begins");
                }
                frames.read(found);
                if (found.damaged() || !same()) {
                    throw new MediaException(
                            source.name() + ": frame " + frame + " is another one when it is decoded from"
                                    + " a part that begins at the key frame " + part.key());
                }
            }
        }
    }

    private boolean same() {
        return found.pts() == wanted.pts()
                && found.data().equals(wanted.data())
                && Arrays.equals(found.captions(), wanted.captions());
    }

    @Override
    public void close() {
        whole.close();
    }
}
