package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Looks into packets for what the container does not say, or says wrongly. */
interface PacketReader extends AutoCloseable {
    /** What a packet gives. */
    enum Content {
        /** A frame, or the first of its fields. */
        FRAME,
        /** A frame at which decoding can begin, and from which on all that is shown is exact. */
        ENTRY,
        /** Nothing to show: a hidden reference, or the second field of the frame before. */
        NOTHING_SHOWN,
        /** Something of which only the decoder knows what it shows. */
        UNCLEAR
    }

    /**
     * Looks into the next packet.
     *
     * @param packet not empty; its flags say whether the container or its parser calls it a key frame
     */
    Content read(AVPacket packet);

    @Override
    default void close() {}

    /** {@return the reader for a codec} */
    static PacketReader of(Demuxer demuxer) {
        int codec = demuxer.stream().codecpar().codec_id();
        if (codec == AV_CODEC_ID_H264) {
            return new H264Packets(demuxer.stream().codecpar());
        }
        if (codec == AV_CODEC_ID_HEVC) {
            return new HevcPackets(demuxer.stream().codecpar());
        }
        if (codec == AV_CODEC_ID_VP8) {
            return packet -> content((data(packet).get(0) & 0x10) != 0, packet);
        }
        if (codec == AV_CODEC_ID_VP9) {
            return packet -> content(vp9IsShown(data(packet)), packet);
        }
        if (codec == AV_CODEC_ID_MPEG4) {
            // So small a picture is a placeholder: its frame came in the packet before, or there is none.
            return packet -> packet.size() < 16 ? Content.UNCLEAR : content(true, packet);
        }
        return packet -> content(true, packet);
    }

    /** {@return the bytes of a packet} */
    static ByteBuffer data(AVPacket packet) {
        return packet.data().capacity(packet.size()).asByteBuffer();
    }

    /** {@return whether a packet is called a key frame} */
    static boolean isKey(AVPacket packet) {
        return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    }

    private static Content content(boolean shown, AVPacket packet) {
        return !shown ? Content.NOTHING_SHOWN : isKey(packet) ? Content.ENTRY : Content.FRAME;
    }

    /** A superframe, marked at its end, shows its last frame; a frame by itself says so in its first byte. */
    private static boolean vp9IsShown(ByteBuffer data) {
        int first = data.get(0) & 0xff;
        boolean superframe = (data.get(data.limit() - 1) & 0xe0) == 0xc0;
        boolean profile3 = (first & 0x30) == 0x30;
        boolean existing = (first & (profile3 ? 0x04 : 0x08)) != 0;
        return superframe || existing || (first & (profile3 ? 0x01 : 0x02)) != 0;
    }
}
