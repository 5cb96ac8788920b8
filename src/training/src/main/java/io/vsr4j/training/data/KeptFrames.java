package io.vsr4j.training.data;

import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.util.BitSet;

/** The frames of a short video in memory. Many may read the same at once, each through an object of its own. */
final class KeptFrames implements FrameSource {
    private final Content content;
    private int next;

    /**
     * What is kept.
     *
     * @param video as it was decoded
     * @param frames the samples of each
     * @param damaged which could not be decoded
     */
    record Content(VideoInfo video, byte[][] frames, BitSet damaged) {
        /** Decodes all frames. */
        static Content of(FrameSource source) {
            int count = source.video().frames().count();
            byte[][] frames = new byte[count][];
            Picture picture = source.video().newPicture();
            source.seek(0);
            for (int i = 0; i < count; i++) {
                source.read(picture);
                frames[i] = new byte[picture.data().capacity()];
                picture.data().get(0, frames[i]);
            }
            return new Content(source.video(), frames, source.damagedFrames());
        }

        long bytes() {
            return frames.length == 0 ? 0 : (long) frames.length * frames[0].length;
        }
    }

    KeptFrames(Content content) {
        this.content = content;
    }

    @Override
    public VideoInfo video() {
        return content.video();
    }

    @Override
    public void seek(int frame) {
        next = frame;
    }

    @Override
    public void read(Picture into) {
        into.data().put(0, content.frames()[next]);
        into.pts(content.video().frames().pts()[next]);
        into.damaged(content.damaged().get(next));
        next++;
    }

    @Override
    public void close() {}
}
