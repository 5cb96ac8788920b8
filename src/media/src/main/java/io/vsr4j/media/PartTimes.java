package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Times of a part's packets: those at which the video shows them, all moved so that none is negative. Decoding times are
 * made anew, since after a seek containers know them late or wrongly: early enough for any order of frames, always rising,
 * which is all that muxers want, while decoders ask for none.
 */
final class PartTimes {
    /** Frames by which decoding times run ahead: leading pictures before a key frame, and reordering after it. */
    static final int LEAD = 2 * PacketScan.MOST_REORDERING;

    private final FrameIndex frames;
    private final long shift;
    private int step; // display index of the frame whose time is the next decoding time
    private long pts;
    private long dts;

    /** @param key display index of the frame that the part begins with */
    PartTimes(FrameIndex frames, int key) {
        this.frames = frames;
        step = key - LEAD;
        dts = time() - 1;
        pts = dts;
        shift = Math.max(0, -dts);
    }

    private long time() {
        return step < 0 ? frames.pts()[0] + step : frames.pts()[Math.min(step, frames.count() - 1)];
    }

    /** Sets the times of the next packet. */
    void set(AVPacket packet, boolean isFrame) {
        dts = Math.max(dts + 1, time());
        // Only what shows no frame of its own may lack its time, such as the second field of one.
        pts = packet.pts() != AV_NOPTS_VALUE ? packet.pts() : Math.max(pts, dts);
        step += isFrame ? 1 : 0;
        packet.pts(pts + shift);
        packet.dts(dts + shift);
    }

    /** {@return what is added to all times} */
    long shift() {
        return shift;
    }
}
