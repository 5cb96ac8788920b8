package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MOV_TEXT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SUBRIP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBVTT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_TEXT_SUB;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_from_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_decode_subtitle2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_encode_subtitle;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avsubtitle_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Turns text subtitles into the kind that another container holds: same words and times, plainer looks. */
final class SubtitleConverter implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 16;
    private static final int PADDING = 64;

    private final AVCodecContext decoder;
    private final AVCodecContext encoder;
    private final IntPointer got = new IntPointer(1L);
    private final AVSubtitle subtitle = new AVSubtitle();

    SubtitleConverter(AVStream in, int codec) {
        AVCodec from = avcodec_find_decoder(in.codecpar().codec_id());
        decoder = avcodec_alloc_context3(from);
        AVCodec to = avcodec_find_encoder(codec);
        encoder = avcodec_alloc_context3(to);
        Ffmpeg.check(avcodec_parameters_to_context(decoder, in.codecpar()), "subtitle parameters");
        decoder.pkt_timebase(in.time_base());
        Ffmpeg.check(avcodec_open2(decoder, from, (AVDictionary) null), "subtitle decoder");
        encoder.time_base(av_make_q(1, 1000));
        int header = decoder.subtitle_header_size();
        BytePointer copy = new BytePointer(av_mallocz(header + 1L));
        Pointer.memcpy(copy, decoder.subtitle_header(), header);
        encoder.subtitle_header(copy).subtitle_header_size(header);
        Ffmpeg.check(avcodec_open2(encoder, to, (AVDictionary) null), "subtitle encoder");
    }

    /** {@return the codec that a container holds such text subtitles in, or {@code AV_CODEC_ID_NONE}} */
    static int target(Container container, AVCodecParameters in) {
        AVCodecDescriptor kind = avcodec_descriptor_get(in.codec_id());
        boolean text = in.codec_type() == AVMEDIA_TYPE_SUBTITLE
                && kind != null
                && (kind.props() & AV_CODEC_PROP_TEXT_SUB) != 0
                && avcodec_find_decoder(in.codec_id()) != null;
        if (!text) {
            return AV_CODEC_ID_NONE;
        }
        return switch (container) {
            case MP4, MOV -> AV_CODEC_ID_MOV_TEXT;
            case MKV -> AV_CODEC_ID_SUBRIP;
            case WEBM -> AV_CODEC_ID_WEBVTT;
            default -> AV_CODEC_ID_NONE;
        };
    }

    /** Fills in the parameters of the output's stream. */
    void describe(AVCodecParameters to) {
        Ffmpeg.check(avcodec_parameters_from_context(to, encoder), "subtitle parameters");
    }

    /** Replaces a packet's text, or gives false if there is none to show. */
    boolean convert(AVPacket packet) {
        if (avcodec_decode_subtitle2(decoder, subtitle, got, packet) < 0 || got.get() == 0) {
            return false;
        }
        try {
            if (subtitle.num_rects() == 0) {
                return false;
            }
            BytePointer text = new BytePointer(av_mallocz(MOST_BYTES + PADDING));
            int size = avcodec_encode_subtitle(encoder, text, MOST_BYTES, subtitle);
            if (size <= 0) {
                av_free(text);
                return false;
            }
            replace(packet, text, size);
            return true;
        } finally {
            avsubtitle_free(subtitle);
        }
    }

    private static void replace(AVPacket packet, BytePointer text, int size) {
        long pts = packet.pts();
        long duration = packet.duration();
        int stream = packet.stream_index();
        int flags = packet.flags();
        av_packet_unref(packet);
        Ffmpeg.check(av_packet_from_data(packet, text, size), "a subtitle");
        packet.pts(pts).dts(pts).duration(duration).flags(flags).stream_index(stream);
    }

    @Override
    public void close() {
        avcodec_free_context(decoder);
        avcodec_free_context(encoder);
    }
}
