package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/** Pictures that stand for a file. FFmpeg reads each as a video stream of one packet. */
final class CoverArt {
    private static final Map<String, String> EXTENSIONS =
            Map.of("mjpeg", "jpg", "png", "png", "gif", "gif", "tiff", "tif");

    private CoverArt() {}

    static boolean is(AVStream stream) {
        return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
    }

    /** {@return whether Matroska's readers know a picture as a cover} */
    static boolean inMatroska(AVStream stream) {
        return EXTENSIONS.containsKey(codec(stream));
    }

    /** Makes a stream of Matroska's the attachment that a cover is there: its muxer would make it a track. */
    static void attach(AVStream to, AVStream cover) {
        AVPacket picture = cover.attached_pic();
        byte[] bytes = new byte[picture.size()];
        new BytePointer(picture.data()).get(bytes);
        to.codecpar().codec_type(AVMEDIA_TYPE_ATTACHMENT);
        ChunkHeader.setExtradata(to.codecpar(), bytes);
        to.disposition(0);
        Map<String, String> tags = new LinkedHashMap<>(Tags.lasting(Tags.read(cover.metadata())));
        String extension = EXTENSIONS.get(codec(cover));
        tags.putIfAbsent("filename", "cover." + extension);
        tags.putIfAbsent(
                "mimetype",
                "image/" + (extension.equals("jpg") ? "jpeg" : extension.equals("tif") ? "tiff" : extension));
        to.metadata(Tags.write(tags));
    }

    /** Writes the one packet of a cover, which reading gives only at the very beginning of a file. */
    static void write(CopiedStream cover, OutputFile file) throws IOException {
        AVPacket packet = av_packet_alloc();
        try {
            Ffmpeg.check(av_packet_ref(packet, cover.in().attached_pic()), "cover art");
            packet.pts(0).dts(0);
            boolean track = cover.out().codecpar().codec_type() != AVMEDIA_TYPE_ATTACHMENT;
            if (cover.adopt(packet, 0, av_make_q(1, 1)) && track) {
                file.write(packet);
            }
        } finally {
            av_packet_free(packet);
        }
    }

    private static String codec(AVStream stream) {
        return avcodec_get_name(stream.codecpar().codec_id()).getString();
    }
}
