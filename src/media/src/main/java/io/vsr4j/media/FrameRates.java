package io.vsr4j.media;

import org.bytedeco.ffmpeg.avformat.AVStream;

/** Nominal frame rates: for display and for frames without a time, never for finding a frame. */
final class FrameRates {
    private static final Rational UNKNOWN = new Rational(25, 1);

    private FrameRates() {}

    /** {@return what the container or the decoder says, or 25} */
    static Rational of(AVStream stream) {
        for (Rational rate : new Rational[] {
            Ffmpeg.rational(stream.avg_frame_rate()),
            Ffmpeg.rational(stream.r_frame_rate()),
            Ffmpeg.rational(stream.codecpar().framerate())
        }) {
            if (rate.num() > 0 && rate.den() > 0 && rate.value() <= 1000) {
                return rate;
            }
        }
        return UNKNOWN;
    }

    /** {@return the average rate of an index: exact where the nominal one is right to a thousandth, else measured} */
    static Rational average(FrameIndex index, Rational nominal) {
        double seconds = (index.end() - index.pts()[0]) * index.timeBase().value();
        double measured = index.count() / seconds;
        if (index.count() < 2 || !(seconds > 0) || Math.abs(measured / nominal.value() - 1) < 1e-3) {
            return nominal;
        }
        return new Rational((int) Math.min(Integer.MAX_VALUE, Math.round(measured * 1000)), 1000);
    }
}
