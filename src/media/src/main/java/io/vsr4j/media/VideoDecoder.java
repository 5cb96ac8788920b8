package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Packets of a {@link Demuxer} in, frames in display order out. */
final class VideoDecoder implements AutoCloseable {
    /** Errors for one packet after which the decoder counts as ended. */
    private static final int PATIENCE = 1000;

    private static final int EAGAIN = AVERROR_EAGAIN();

    private final Demuxer demuxer;
    private final AVCodecContext context;
    private final AVFrame frame = av_frame_alloc();
    private boolean draining;
    private int failures;

    VideoDecoder(Demuxer demuxer, MediaLimits limits, int threads) {
        this.demuxer = demuxer;
        AVStream stream = demuxer.stream();
        int id = stream.codecpar().codec_id();
        AVCodec codec = avcodec_find_decoder(id);
        if (codec == null || codec.isNull()) {
            throw new MediaException(demuxer.file() + ": the video is coded as '"
                    + avcodec_get_name(id).getString() + "', for which there is no decoder; convert it to H.264 first");
        }
        context = avcodec_alloc_context3(codec);
        try {
            Ffmpeg.check(avcodec_parameters_to_context(context, stream.codecpar()), demuxer.file());
            context.pkt_timebase(stream.time_base());
            context.thread_count(threads);
            context.max_pixels(limits.maxPixels());
            context.err_recognition(context.err_recognition() | AV_EF_CRCCHECK);
            // Crop exactly; by default FFmpeg rounds the left edge to aligned addresses.
            context.flags(context.flags() | AV_CODEC_FLAG_UNALIGNED);
            Ffmpeg.check(
                    avcodec_open2(context, codec, (AVDictionary) null),
                    demuxer.file() + ": the decoder '" + codec.name().getString() + "' does not start");
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** {@return the next frame in display order, valid until the next call, or null at the end} */
    AVFrame next() {
        for (int inARow = 0; inARow < PATIENCE; ) {
            int received = avcodec_receive_frame(context, frame);
            if (received >= 0) {
                if ((frame.flags() & FrameFlags.DISCARD) == 0) {
                    return frame;
                }
            } else if (received == AVERROR_EOF || received == EAGAIN && draining) {
                return null;
            } else if (received == EAGAIN) {
                inARow = 0;
                feed();
            } else {
                inARow++;
                failures++;
            }
        }
        return null;
    }

    /** {@return errors of the decoder so far} */
    int failures() {
        return failures;
    }

    /** Forgets everything, as after a seek. */
    void flush() {
        avcodec_flush_buffers(context);
        draining = false;
    }

    private void feed() {
        AVPacket packet = demuxer.next();
        draining = packet == null;
        int sent = avcodec_send_packet(context, packet);
        if (sent < 0 && sent != EAGAIN) {
            failures++;
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
