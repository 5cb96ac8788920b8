package io.vsr4j.media;

import java.util.BitSet;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Frames by display index, deinterlaced. Each depends on its neighbours, and on nothing else: wherever reading begins,
 * the frame before is read first, so the result is the same.
 */
final class DeinterlacedFrames implements AutoCloseable {
    private final FrameIndex index;
    private final ExactFrames frames;
    private final FrameConverter converter;
    private final FieldOrder order;
    private final Deinterlacer filter;
    private final int format;
    private final BitSet damagedFrames = new BitSet();
    private int fed; // the next frame that goes in
    private int last = -2; // the frame that came out last
    private boolean closed; // whether the filter knows that there are no more
    private boolean damaged;

    DeinterlacedFrames(String file, VideoInfo video, ExactFrames frames, FrameConverter converter, FieldOrder order) {
        this.index = video.frames();
        this.frames = frames;
        this.converter = converter;
        this.order = order;
        format = org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt(SampleLayout.ffmpegName(video.format()));
        filter = new Deinterlacer(file, video.width(), video.height(), format);
    }

    /** {@return a frame, valid until the next call; null if nothing in the file can be decoded} */
    AVFrame get(int frame) {
        if (frame != last + 1) {
            filter.reset();
            closed = false;
            damagedFrames.clear();
            fed = Math.max(0, frame - 1);
        }
        last = frame;
        while (true) {
            AVFrame out = filter.take();
            if (out != null && number(out) == frame) {
                damaged = damagedFrames.get(frame);
                return out;
            }
            if (out == null && (closed || !feed())) {
                last = -2;
                damaged = true;
                return null;
            }
        }
    }

    /** {@return whether the frame that was found last is concealed or repeated} */
    boolean damaged() {
        return damaged;
    }

    private boolean feed() {
        if (fed == index.count()) {
            filter.put(null, fed);
            closed = true;
            return true;
        }
        AVFrame frame = frames.get(fed);
        if (frame == null) {
            return false;
        }
        damagedFrames.set(fed, frames.damaged());
        AVFrame planar = converter.convert(frame);
        order.mark(planar);
        planar.format(format); // an alpha plane behind the others is no hindrance
        filter.put(planar, fed++);
        return true;
    }

    /** {@return the index that was put in: the filter counts in half frames} */
    private static long number(AVFrame out) {
        return out.pts() / 2;
    }

    @Override
    public void close() {
        filter.close();
    }
}
