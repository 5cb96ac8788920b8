package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Which streams of a source go into the output beside the restored video, and why others do not. */
final class Copies {
    private Copies() {}

    /**
     * {@return the codec that a stream of the source is written with: its own, another one for text subtitles that the
     * container holds only so, or {@code AV_CODEC_ID_NONE} if it is dropped} A note says what is not kept as it is.
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
            return AV_CODEC_ID_NONE;
        }
        boolean known = type == AVMEDIA_TYPE_AUDIO
                || type == AVMEDIA_TYPE_SUBTITLE
                || type == AVMEDIA_TYPE_ATTACHMENT
                || type == AVMEDIA_TYPE_VIDEO;
        int answer = avformat_query_codec(av_guess_format(container.muxer(), null, null), parameters.codec_id(), 0);
        if (known && answer != 0 && OutputFile.takes(container, stream)) {
            return parameters.codec_id();
        }
        int other = SubtitleConverter.target(container, parameters);
        notes.add(title(stream)
                + (other == AV_CODEC_ID_NONE
                        ? " is dropped: " + container + " does not hold it"
                        : " is converted to " + avcodec_get_name(other).getString() + ", which " + container
                                + " holds: words and times stay, looks may not"));
        return other;
    }

    /** {@return whether a stream is a picture that stands for the file} */
    static boolean isCover(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    /** {@return how notes call a stream} */
    static String title(AVStream stream) {
        String language = Tags.read(stream.metadata()).getOrDefault("language", "");
        return "stream " + stream.index() + " (" + kind(stream) + ", " + name(stream)
                + (language.isEmpty() ? "" : ", " + language) + ")";
    }

    private static String kind(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (isCover(stream)) {
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
