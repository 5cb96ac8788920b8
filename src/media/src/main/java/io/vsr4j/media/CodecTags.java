package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avformat.av_codec_get_id;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.javacpp.PointerPointer;

/** The four-character codes by which containers name codecs. */
final class CodecTags {
    private static final int HVC1 = 'h' | 'v' << 8 | 'c' << 16 | '1' << 24;

    private CodecTags() {}

    /** {@return the code that a stream may keep in another container, or 0, for the container to choose} */
    static int kept(Container container, AVCodecParameters stream) {
        PointerPointer<?> known = av_guess_format(container.muxer(), null, null).codec_tag();
        boolean legal = known != null && av_codec_get_id(known, stream.codec_tag()) == stream.codec_id();
        return legal ? stream.codec_tag() : 0;
    }

    /** {@return the code for the restored video} Apple's players know H.265 only as hvc1: parameter sets in the header. */
    static int forVideo(Container container, AVCodecParameters video) {
        return container.isMov() && video.codec_id() == AV_CODEC_ID_HEVC ? HVC1 : kept(container, video);
    }
}
