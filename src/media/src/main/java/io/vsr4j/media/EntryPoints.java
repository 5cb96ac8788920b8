package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;

import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;

/** How far packets and containers can be believed. */
final class EntryPoints {
    private static final Set<Integer> ONE_PACKET_ONE_FRAME = Set.of(
            AV_CODEC_ID_H264,
            AV_CODEC_ID_HEVC,
            AV_CODEC_ID_VVC,
            AV_CODEC_ID_AV1,
            AV_CODEC_ID_VP8,
            AV_CODEC_ID_VP9,
            AV_CODEC_ID_FFV1,
            AV_CODEC_ID_MPEG1VIDEO,
            AV_CODEC_ID_MPEG2VIDEO,
            AV_CODEC_ID_MPEG4,
            AV_CODEC_ID_PNG,
            AV_CODEC_ID_FLV1,
            AV_CODEC_ID_H263);

    /** Containers whose packets have the same times after a seek as when read from the start. */
    private static final Set<String> SAME_TIMES_AFTER_SEEK =
            Set.of("mov", "matroska", "mpegts", "avi", "flv", "nut", "ivf", "mxf", "yuv4mpegpipe", "dv");

    private EntryPoints() {}

    /** {@return whether the packets tell which frames a decoder shows; if not, only decoding does} */
    static boolean packetsAreFrames(Demuxer demuxer) {
        int codec = demuxer.stream().codecpar().codec_id();
        AVCodecDescriptor description = avcodec_descriptor_get(codec);
        boolean intraOnly = description != null && (description.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
        return intraOnly || ONE_PACKET_ONE_FRAME.contains(codec);
    }

    /** {@return whether frames can be told by their times after a seek, and are the same as when read from the start} */
    static boolean seekable(Demuxer demuxer, boolean palette) {
        if (palette) {
            return false; // colours come once, beside the first packet or where they change
        }
        String container = demuxer.context().iformat().name().getString();
        return SAME_TIMES_AFTER_SEEK.contains(container.split(",")[0]);
    }

    /** {@return whether the container promises a number of packets in its header, each of which it has} */
    static boolean isMovie(Demuxer demuxer) {
        return demuxer.context().iformat().name().getString().startsWith("mov");
    }
}
