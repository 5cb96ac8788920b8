package io.vsr4j.quality.evaluate;

import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.util.BitSet;

/** Frames that their owner closes, whatever the borrower does. */
record LentFrames(FrameSource owned) implements FrameSource {
    @Override
    public VideoInfo video() {
        return owned.video();
    }

    @Override
    public void seek(int frame) {
        owned.seek(frame);
    }

    @Override
    public void read(Picture into) {
        owned.read(into);
    }

    @Override
    public BitSet damagedFrames() {
        return owned.damagedFrames();
    }

    @Override
    public void close() {}
}
