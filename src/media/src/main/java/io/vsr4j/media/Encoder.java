package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;

import java.io.IOException;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** One opened encoder: pictures in, packets out. */
final class Encoder implements AutoCloseable {
    /** Takes packets as they come; they are gone when it returns. */
    interface PacketSink {
        void take(AVPacket packet) throws IOException;
    }

    private final AVCodecContext context;
    private final AVPacket packet;
    private final PictureFrame frames;
    private final String name;

    /**
     * Opens an encoder by name.
     *
     * @param name FFmpeg's name of the encoder
     * @param format FFmpeg's name of the layout that it takes
     * @param options the encoder's own
     */
    Encoder(String name, String format, OutputVideo video, int threads, int gop, Map<String, String> options) {
        Ffmpeg.load();
        this.name = name;
        AVCodec encoder = avcodec_find_encoder_by_name(name);
        if (encoder == null || encoder.isNull()) {
            throw new MediaException("this FFmpeg has no encoder " + name
                    + "; use the build with GPL parts (the default) or another codec, AV1 for example");
        }
        context = avcodec_alloc_context3(encoder);
        packet = av_packet_alloc();
        frames = new PictureFrame(video, format);
        describe(video, format);
        context.gop_size(gop).thread_count(threads);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | (gop > 1 ? AV_CODEC_FLAG_CLOSED_GOP : 0));
        HdrSideData.tell(context, video.hdr());
        AVDictionary given = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(given, key, value, 0));
        int opened = avcodec_open2(context, encoder, given);
        av_dict_free(given);
        if (opened < 0) {
            close();
            throw new MediaException(name + " refuses " + format + " " + video.width() + "x" + video.height() + " with "
                    + options + ": " + Ffmpeg.text(opened));
        }
    }

    private void describe(OutputVideo video, String format) {
        ColourTags colour = video.colour();
        context.width(video.width())
                .height(video.height())
                .pix_fmt(av_get_pix_fmt(format))
                .time_base(Ffmpeg.rational(video.timeBase()))
                .sample_aspect_ratio(Ffmpeg.rational(video.sampleAspect()))
                .colorspace(colour.matrix())
                .color_primaries(colour.primaries())
                .color_trc(colour.transfer())
                .color_range(colour.range())
                .chroma_sample_location(colour.chromaLocation());
        if (video.frameRate().num() > 0) {
            context.framerate(Ffmpeg.rational(video.frameRate()));
        }
    }

    AVCodecContext context() {
        return context;
    }

    /** Encodes one picture. */
    void encode(Picture picture, PacketSink sink) throws IOException {
        send(frames.show(picture), sink);
    }

    /** Gives what the encoder still holds back; nothing can be encoded after it. */
    void flush(PacketSink sink) throws IOException {
        send(null, sink);
    }

    private void send(AVFrame frame, PacketSink sink) throws IOException {
        Ffmpeg.check(avcodec_send_frame(context, frame), name + " refuses a frame");
        while (true) {
            int got = avcodec_receive_packet(context, packet);
            if (got == AVERROR_EAGAIN() || got == AVERROR_EOF()) {
                return;
            }
            Ffmpeg.check(got, name + " fails");
            try {
                sink.take(packet);
            } finally {
                av_packet_unref(packet);
            }
        }
    }

    @Override
    public void close() {
        frames.close();
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
