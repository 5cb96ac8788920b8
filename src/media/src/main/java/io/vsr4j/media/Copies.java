package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_NORMAL;
import static org.bytedeco.ffmpeg.global.avcodec.FF_COMPLIANCE_UNOFFICIAL;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Which streams of a source go into the output beside the restored video, and why others do not. */
final class Copies {
    /** Says that a stream is not written; 0 is the codec of attachments of unknown kind. */
    static final int DROPPED = -1;

    private static final Set<String> IN_TS = Set.of(
            "mp1",
            "mp2",
            "mp3",
            "aac",
            "aac_latm",
            "ac3",
            "eac3",
            "dts",
            "truehd",
            "opus",
            "mpeg1video",
            "mpeg2video",
            "mpeg4",
            "h264",
            "hevc",
            "dvb_subtitle",
            "dvb_teletext");

    private Copies() {}

    /**
     * {@return the codec that a stream of the source is written with: its own, another one for text subtitles that the
     * container holds only so, or {@link #DROPPED}} A note says what is not kept as it is.
     */
    static int codecFor(AVStream stream, Container container, List<String> notes) {
        AVCodecParameters parameters = stream.codecpar();
        int type = parameters.codec_type();
        if (type == AVMEDIA_TYPE_DATA) {
            // Time code travels as metadata, chapter titles as chapters; both are written anew.
            String kind = Tags.read(stream.metadata()).containsKey("timecode") ? "tmcd" : name(stream);
            if (!kind.equals("tmcd") && !kind.equals("bin_data")) {
                notes.add(title(stream) + " is dropped: data of this kind is not copied");
            }
            return DROPPED;
        }
        if (holds(container, stream)) {
            return parameters.codec_id();
        }
        int other = SubtitleConverter.target(container, parameters);
        notes.add(title(stream)
                + (other == AV_CODEC_ID_NONE
                        ? " is dropped: " + container + " does not hold it"
                        : " is converted to " + avcodec_get_name(other).getString() + ", which " + container
                                + " holds: words and times stay, looks may not"));
        return other == AV_CODEC_ID_NONE ? DROPPED : other;
    }

    private static boolean holds(Container container, AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        int type = parameters.codec_type();
        if (container.isMatroska() && CoverArt.is(stream)) {
            return container == Container.MKV && CoverArt.inMatroska(stream);
        }
        if (type == AVMEDIA_TYPE_ATTACHMENT) {
            return container == Container.MKV && OutputFile.takes(container, stream);
        }
        boolean inTime = type == AVMEDIA_TYPE_AUDIO || type == AVMEDIA_TYPE_SUBTITLE || type == AVMEDIA_TYPE_VIDEO;
        // This muxer takes anything, and calls what it does not know private data.
        boolean told = container != Container.TS || IN_TS.contains(name(stream));
        // Matroska has names of its own for some codecs, and room for all that AVI has names for.
        int strictness = container == Container.MKV ? FF_COMPLIANCE_UNOFFICIAL : FF_COMPLIANCE_NORMAL;
        AVOutputFormat muxer = av_guess_format(container.muxer(), null, null);
        int answer = avformat_query_codec(muxer, parameters.codec_id(), strictness);
        return inTime && told && answer != 0 && OutputFile.takes(container, stream);
    }

    /** {@return how notes call a stream} */
    static String title(AVStream stream) {
        String language = Tags.read(stream.metadata()).getOrDefault("language", "");
        return "stream " + stream.index() + " (" + kind(stream) + ", " + name(stream)
                + (language.isEmpty() ? "" : ", " + language) + ")";
    }

    private static String kind(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (CoverArt.is(stream)) {
            return "cover art";
        }
        return type == AVMEDIA_TYPE_AUDIO
                ? "audio"
                : type == AVMEDIA_TYPE_VIDEO
                        ? "video"
                        : type == AVMEDIA_TYPE_SUBTITLE
                                ? "subtitles"
                                : type == AVMEDIA_TYPE_ATTACHMENT ? "attachment" : "data";
    }

    private static String name(AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }
}
