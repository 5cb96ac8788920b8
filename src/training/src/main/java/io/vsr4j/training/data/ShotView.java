package io.vsr4j.training.data;

import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Some frames of a video and as many around them as the detector of cuts looks at, so that it finds the same cuts among them
 * as in the whole video. Each wanted frame is handed on as it is read.
 */
final class ShotView implements FrameSource {
    private static final int AROUND = 2;

    private final FrameSource source;
    private final VideoInfo video;
    private final int before;
    private final int count;
    private final Consumer<Picture> taker;
    private final int first;
    private int next;
    private int damaged;

    /**
     * @param first of the wanted frames
     * @param count how many
     * @param taker is given each of them
     */
    ShotView(FrameSource source, int first, int count, Consumer<Picture> taker) {
        this.source = source;
        this.count = count;
        this.taker = taker;
        FrameIndex all = source.video().frames();
        this.first = Math.max(0, first - AROUND);
        before = first - this.first;
        int end = Math.min(all.count(), first + count + AROUND);
        long[] times = Arrays.copyOfRange(all.pts(), this.first, end);
        long last = end < all.count() ? all.pts()[end] : all.end();
        video = source.video().withFrames(new FrameIndex(all.timeBase(), times, new int[] {0}, last));
    }

    /** {@return whether no shot begins after the first of the wanted frames} */
    boolean isOneShot(List<Integer> shots) {
        return shots.stream().noneMatch(shot -> shot > before && shot < before + count);
    }

    @Override
    public VideoInfo video() {
        return video;
    }

    @Override
    public void seek(int frame) {
        next = frame;
        source.seek(first + frame);
    }

    @Override
    public void read(Picture into) {
        source.read(into);
        if (next >= before && next < before + count) {
            damaged += into.damaged() ? 1 : 0;
            taker.accept(into);
        }
        next++;
    }

    /** {@return how many of the wanted frames could not be decoded} */
    @Override
    public int damaged() {
        return damaged;
    }

    @Override
    public void close() {
        source.close();
    }
}
