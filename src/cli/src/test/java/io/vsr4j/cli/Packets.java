package io.vsr4j.cli;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.PointerPointer;

/** Compressed sound as it lies in a file. */
final class Packets {
    private Packets() {}

    /** {@return one entry for each packet of sound: when it is heard, in seconds, and its bytes' hash and number} */
    static List<String> ofSound(Path file) throws IOException {
        AVFormatContext context = new AVFormatContext(null);
        if (avformat_open_input(context, file.toString(), null, null) < 0) {
            throw new IOException("cannot open " + file);
        }
        avformat_find_stream_info(context, (PointerPointer<?>) null);
        List<String> packets = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            AVStream stream = context.streams(packet.stream_index());
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
                byte[] data = new byte[packet.size()];
                packet.data().get(data);
                double seconds = (double) packet.pts()
                        * stream.time_base().num()
                        / stream.time_base().den();
                packets.add(String.format("%.5f %08x %d", seconds, Arrays.hashCode(data), data.length));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        avformat_close_input(context);
        return packets;
    }
}
