package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/** What is in a file, read by FFmpeg without the code under test: for tests of writing. */
final class WrittenFile implements AutoCloseable {
    /** One packet: its stream, times in seconds, size and checksum of its bytes. */
    record Packet(int stream, long pts, double seconds, int size, long crc) {}

    /** One decoded frame. */
    record Frame(long pts, int width, int height, long crc) {}

    private final SourceFile file;

    WrittenFile(Path path) {
        file = new SourceFile(path);
    }

    int streams() {
        return file.context().nb_streams();
    }

    AVStream stream(int index) {
        return file.context().streams(index);
    }

    /** {@return the first stream of that type and rank} */
    AVStream stream(int type, int rank) {
        int seen = 0;
        for (int i = 0; i < streams(); i++) {
            if (stream(i).codecpar().codec_type() == type && seen++ == rank) {
                return stream(i);
            }
        }
        throw new AssertionError("no stream " + rank + " of type " + type);
    }

    int video() {
        return stream(AVMEDIA_TYPE_VIDEO, 0).index();
    }

    int audio(int rank) {
        return stream(AVMEDIA_TYPE_AUDIO, rank).index();
    }

    Map<String, String> tags() {
        return Tags.read(file.context().metadata());
    }

    Map<String, String> tags(int stream) {
        return Tags.read(stream(stream).metadata());
    }

    List<String> chapters() {
        List<String> chapters = new ArrayList<>();
        for (int i = 0; i < file.context().nb_chapters(); i++) {
            var c = file.context().chapters(i);
            double unit = av_q2d(c.time_base());
            chapters.add("%.2f-%.2f %s"
                    .formatted(
                            c.start() * unit,
                            c.end() * unit,
                            Tags.read(c.metadata()).get("title")));
        }
        return chapters;
    }

    Rational timeBase(int stream) {
        return Ffmpeg.rational(stream(stream).time_base());
    }

    /** {@return the rest of a stream's packets, in the order of the file} */
    List<Packet> packets(int stream) {
        List<Packet> packets = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        double unit = av_q2d(stream(stream).time_base());
        while (av_read_frame(file.context(), packet) >= 0) {
            if (packet.stream_index() == stream) {
                CRC32 crc = new CRC32();
                if (packet.size() > 0) {
                    crc.update(packet.data().capacity(packet.size()).asByteBuffer());
                }
                long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
                packets.add(new Packet(stream, time, time * unit, packet.size(), crc.getValue()));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        return packets;
    }

    /** {@return the video's packets as the reading side counts them: in order of their times} */
    FrameIndex index(int stream) {
        long[] pts = new long[0];
        long end = 0;
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(file.context(), packet) >= 0) {
            if (packet.stream_index() == stream) {
                pts = Arrays.copyOf(pts, pts.length + 1);
                long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
                pts[pts.length - 1] = time;
                end = Math.max(end, time + Math.max(1, packet.duration()));
            }
            av_packet_unref(packet);
        }
        av_packet_free(packet);
        Arrays.sort(pts);
        return new FrameIndex(timeBase(stream), pts, new int[] {0}, end);
    }

    /** {@return every frame of the video, decoded} */
    List<Frame> frames() {
        int video = video();
        AVCodec decoder = avcodec_find_decoder(stream(video).codecpar().codec_id());
        AVCodecContext context = avcodec_alloc_context3(decoder);
        Ffmpeg.check(avcodec_parameters_to_context(context, stream(video).codecpar()), "parameters");
        context.pkt_timebase(stream(video).time_base());
        context.thread_count(1);
        Ffmpeg.check(avcodec_open2(context, decoder, (AVDictionary) null), "decoder");
        List<Frame> frames = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        boolean more = true;
        while (more) {
            more = av_read_frame(file.context(), packet) >= 0;
            if (!more || packet.stream_index() == video) {
                Ffmpeg.check(avcodec_send_packet(context, more ? packet : null), "decoding");
                while (avcodec_receive_frame(context, frame) >= 0) {
                    frames.add(new Frame(frame.best_effort_timestamp(), frame.width(), frame.height(), crc(frame)));
                }
            }
            av_packet_unref(packet);
        }
        av_frame_free(frame);
        av_packet_free(packet);
        avcodec_free_context(context);
        return frames;
    }

    private static long crc(AVFrame frame) {
        AVPixFmtDescriptor layout = av_pix_fmt_desc_get(frame.format());
        int bytes = layout.comp(0).depth() > 8 ? 2 : layout.comp(0).step();
        CRC32 crc = new CRC32();
        for (int p = 0; p < 3 && frame.data(p) != null && !frame.data(p).isNull(); p++) {
            boolean chroma = p > 0;
            int width = chroma ? -(-frame.width() >> layout.log2_chroma_w()) : frame.width();
            int height = chroma ? -(-frame.height() >> layout.log2_chroma_h()) : frame.height();
            ByteBuffer rows =
                    frame.data(p).capacity((long) frame.linesize(p) * height).asByteBuffer();
            for (int y = 0; y < height; y++) {
                crc.update(rows.limit(y * frame.linesize(p) + width * bytes).position(y * frame.linesize(p)));
            }
        }
        return crc.getValue();
    }

    @Override
    public void close() {
        file.close();
    }
}
