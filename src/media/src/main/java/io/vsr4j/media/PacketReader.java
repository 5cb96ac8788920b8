package io.vsr4j.media;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

class PacketReader implements AutoCloseable {
    enum Content {
        FRAME,
        ENTRY,
        NOTHING_SHOWN
    }

    static PacketReader of(Demuxer d) {
        return new PacketReader();
    }

    Content read(AVPacket p, boolean key) {
        return key ? Content.ENTRY : Content.FRAME;
    }

    public void close() {}
}
