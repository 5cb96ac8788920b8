package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_TIMED_THUMBNAILS;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.PointerPointer;

/** The streams of a file, and the one among them that is the video. */
final class Streams {
    private static final int NOT_VIDEO = AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS;

    private Streams() {}

    /** {@return every stream, by index} */
    static List<StreamInfo> of(AVFormatContext context) {
        List<StreamInfo> streams = new ArrayList<>();
        for (int i = 0; i < context.nb_streams(); i++) {
            AVStream stream = context.streams(i);
            AVCodecParameters coded = stream.codecpar();
            String codec = avcodec_get_name(coded.codec_id()).getString();
            streams.add(new StreamInfo(
                    i,
                    type(stream),
                    codec.equals("none") || codec.equals("unknown_codec") ? "unknown" : codec,
                    Tags.read(stream.metadata()),
                    summary(stream)));
        }
        return List.copyOf(streams);
    }

    /**
     * Chooses the video: the best stream by FFmpeg's rules that is not a cover picture.
     *
     * @param file what the message calls the file
     * @return its index
     */
    static int video(String file, AVFormatContext context) {
        int best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
        if (best >= 0 && isVideo(context.streams(best))) {
            return best;
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            if (isVideo(context.streams(i))) {
                return i;
            }
        }
        String found =
                of(context).stream().map(s -> s.type() + " (" + s.codec() + ")").collect(Collectors.joining(", "));
        throw new MediaException(file + ": holds no video stream, only "
                + (found.isEmpty() ? "no streams at all" : found) + "; a cover picture does not count");
    }

    private static boolean isVideo(AVStream stream) {
        return type(stream).equals("video");
    }

    private static String type(AVStream stream) {
        int type = stream.codecpar().codec_type();
        if (type == AVMEDIA_TYPE_VIDEO) {
            return (stream.disposition() & NOT_VIDEO) != 0 ? "cover" : "video";
        }
        if (type == AVMEDIA_TYPE_AUDIO) {
            return "audio";
        }
        if (type == AVMEDIA_TYPE_SUBTITLE) {
            return "subtitle";
        }
        return type == AVMEDIA_TYPE_ATTACHMENT ? "attachment" : "data";
    }

    private static String summary(AVStream stream) {
        AVCodecParameters coded = stream.codecpar();
        int type = coded.codec_type();
        if (type == AVMEDIA_TYPE_VIDEO) {
            return coded.width() + "x" + coded.height();
        }
        if (type == AVMEDIA_TYPE_AUDIO) {
            byte[] layout = new byte[64];
            int length = av_channel_layout_describe(coded.ch_layout(), layout, layout.length);
            String channels = length > 1 && length <= layout.length
                    ? new String(layout, 0, length - 1, StandardCharsets.UTF_8)
                    : coded.ch_layout().nb_channels() + " channels";
            return channels + ", " + coded.sample_rate() + " Hz";
        }
        return "";
    }
}
