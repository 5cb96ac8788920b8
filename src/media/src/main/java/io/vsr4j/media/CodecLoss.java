package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What a video codec leaves of frames: each is encoded at a bit rate, decoded again, and passed on, in order and without a
 * file. Equal frames give equal results.
 */
public final class CodecLoss implements FrameSink {
    /** Most frames from one key frame to the next, as in x264. */
    private static final int GROUP = 250;

    private final Encoder encoder;
    private final AVCodecContext decoder;
    private final AVFrame frame = av_frame_alloc();
    private final OutputVideo video;
    private final Taker next;
    private int taken;
    private int given;
    private long bytes;
    private boolean closed;

    /** Takes what is left of a frame. */
    public interface Taker {
        /**
         * @param picture is the taker's own
         * @throws IOException if it cannot be taken
         */
        void take(Picture picture) throws IOException;
    }

    /** How much may be lost. */
    public record Aim(String option, String value) {
        /** {@return so many bits a second of {@code video.frameRate()}} */
        public static Aim bitRate(long bits) {
            return new Aim("b", Long.toString(bits));
        }

        /** {@return one quality throughout, by x264's rate factor, 0 to 51; less is better} */
        public static Aim quality(double crf) {
            return new Aim("crf", Double.toString(crf));
        }
    }

    /**
     * Opens encoder and decoder.
     *
     * @param name FFmpeg's name of the encoder: {@code libx264}, {@code mpeg4} or {@code mpeg2video}
     * @param video the frames, in a layout that the encoder takes
     * @param aim how much may be lost
     * @param next takes the frames
     * @throws MediaException if the encoder is not there, or cannot take such frames
     */
    public CodecLoss(String name, OutputVideo video, Aim aim, Taker next) {
        this.video = video;
        this.next = next;
        Map<String, String> options = new LinkedHashMap<>();
        options.put(aim.option(), aim.value());
        if (name.equals("libx264")) {
            options.put("x264-params", "threads=1" + VideoEncoders.SOUND_X264);
        } else {
            options.put("sc_threshold", "1000000000"); // it refuses to look for cuts where groups are closed
        }
        encoder = new Encoder(name, PictureFrame.name(video.format()), video, 1, GROUP, options);
        decoder = decoder(encoder.context());
    }

    /**
     * Tells whether an encoder is part of this build.
     *
     * @param name FFmpeg's name
     * @return whether it is there
     */
    public static boolean has(String name) {
        Ffmpeg.load();
        AVCodec codec = avcodec_find_encoder_by_name(name);
        return codec != null && !codec.isNull();
    }

    private static AVCodecContext decoder(AVCodecContext encoder) {
        AVCodec codec = avcodec_find_decoder(encoder.codec_id());
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVCodecParameters parameters = avcodec_parameters_alloc();
        try {
            Ffmpeg.check(avcodec_parameters_from_context(parameters, encoder), "the encoder's parameters");
            Ffmpeg.check(avcodec_parameters_to_context(context, parameters), "the decoder's parameters");
            context.thread_count(1);
            Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "the decoder does not start");
            return context;
        } finally {
            avcodec_parameters_free(parameters);
        }
    }

    @Override
    public void write(Picture picture) throws IOException {
        picture.pts(taken++);
        encoder.encode(picture, this::encoded);
    }

    private void encoded(AVPacket packet) throws IOException {
        bytes += packet.size();
        decode(packet);
    }

    /** {@return how many bytes the frames took so far} */
    public long bytes() {
        return bytes;
    }

    @Override
    public void finish() throws IOException {
        encoder.flush(this::encoded);
        decode(null);
        if (given != taken) {
            throw new BrokenOutputException("of " + taken + " frames the codec gave back " + given);
        }
    }

    private void decode(AVPacket packet) throws IOException {
        Ffmpeg.check(avcodec_send_packet(decoder, packet), "the decoder refuses what was encoded");
        while (true) {
            int got = avcodec_receive_frame(decoder, frame);
            if (got == AVERROR_EAGAIN() || got == AVERROR_EOF()) {
                return;
            }
            Ffmpeg.check(got, "the decoder fails");
            Picture picture = new Picture(video.format(), video.width(), video.height());
            PictureCopy.copy(frame, picture);
            picture.pts(given++);
            next.take(picture);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.close();
            avcodec_free_context(decoder);
            av_frame_free(frame);
        }
    }
}
