package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * H.264 with the two fields of each frame coded as pictures of their own, as broadcasters do and no encoder here can:
 * a few blocks of plain samples, 16x32 pixels.
 */
final class FieldClip {
    private static final int BLOCKS = 1; // macroblocks of a field

    private final StringBuilder bits = new StringBuilder();

    private FieldClip() {}

    /**
     * Writes a clip of 25 frames a second.
     *
     * @param file its extension chooses the container
     * @param together whether both fields of a frame go into one packet
     */
    static void write(Path file, int frames, boolean together) {
        AVFormatContext out = new AVFormatContext((Pointer) null);
        Ffmpeg.check(avformat_alloc_output_context2(out, null, (String) null, file.toString()), "container");
        AVStream stream = avformat_new_stream(out, null);
        byte[] header = join(sequence(), picture());
        BytePointer extra = new BytePointer(av_mallocz(header.length + 64L)).capacity(header.length);
        extra.put(header);
        stream.codecpar().codec_type(AVMEDIA_TYPE_VIDEO).codec_id(AV_CODEC_ID_H264);
        stream.codecpar().width(16).height(32).extradata(extra).extradata_size(header.length);
        AVIOContext io = new AVIOContext((Pointer) null);
        Ffmpeg.check(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "file");
        out.pb(io);
        Ffmpeg.check(avformat_write_header(out, (AVDictionary) null), "header");
        for (int i = 0; i < frames; i++) {
            byte[] top = field(i, false);
            byte[] bottom = field(i, true);
            top = i % 5 == 0 ? join(header, top) : top;
            if (together) {
                packet(out, join(top, bottom), 2 * i, 2, i % 5 == 0);
            } else {
                packet(out, top, 2 * i, 1, i % 5 == 0);
                packet(out, bottom, 2 * i + 1, 1, false);
            }
        }
        Ffmpeg.check(av_write_trailer(out), "trailer");
        avio_closep(io);
        avformat_free_context(out);
    }

    private static void packet(AVFormatContext out, byte[] data, long halves, int duration, boolean key) {
        AVPacket packet = av_packet_alloc();
        Ffmpeg.check(av_new_packet(packet, data.length), "packet");
        packet.data().capacity(data.length).put(data);
        packet.pts(halves).dts(halves).duration(duration).flags(key ? AV_PKT_FLAG_KEY : 0);
        AVRational fiftieth = new AVRational().num(1).den(50);
        av_packet_rescale_ts(packet, fiftieth, out.streams(0).time_base());
        Ffmpeg.check(av_interleaved_write_frame(out, packet), "packet");
        av_packet_free(packet);
    }

    private static byte[] sequence() {
        FieldClip s = new FieldClip();
        s.fixed(8, 77).fixed(8, 0).fixed(8, 30); // main profile
        s.golomb(0).golomb(0); // id, 4 bits of frame number
        s.golomb(0).golomb(4); // order counts of 8 bits
        s.golomb(2).fixed(1, 0); // reference frames
        s.golomb(0).golomb(0); // one macroblock wide, one pair high
        s.fixed(1, 0).fixed(1, 0); // fields, no macroblock pairs
        s.fixed(1, 1).fixed(1, 0).fixed(1, 0); // no cropping, no usability information
        return s.unit(0x67);
    }

    private static byte[] picture() {
        FieldClip s = new FieldClip();
        s.golomb(0).golomb(0).fixed(1, 0).fixed(1, 0); // ids, plain coefficients
        s.golomb(0).golomb(0).golomb(0).fixed(1, 0).fixed(2, 0); // one slice group, references, no weights
        s.golomb(0).golomb(0).golomb(0); // quantisers
        s.fixed(1, 1).fixed(1, 0).fixed(1, 0); // deblocking is told
        return s.unit(0x68);
    }

    private static byte[] field(int frame, boolean bottom) {
        boolean idr = frame % 5 == 0 && !bottom;
        FieldClip s = new FieldClip();
        s.golomb(0).golomb(7).golomb(0).fixed(4, frame % 5); // from the first block, intra, frame number
        s.fixed(1, 1).fixed(1, bottom ? 1 : 0);
        if (idr) {
            s.golomb(frame / 5 % 2);
        }
        s.fixed(8, frame % 5 * 2 + (bottom ? 1 : 0)); // order
        s.fixed(idr ? 2 : 1, 0); // references as usual
        s.golomb(0).golomb(1); // quantiser, no deblocking
        for (int block = 0; block < BLOCKS; block++) {
            s.golomb(25); // plain samples follow
            while (s.bits.length() % 8 != 0) {
                s.fixed(1, 0);
            }
            for (int i = 0; i < 384; i++) {
                s.fixed(8, 20 + (frame * 7 + (bottom ? 90 : 0) + i) % 200);
            }
        }
        return s.unit(idr ? 0x65 : 0x61);
    }

    private FieldClip fixed(int count, int value) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
        return this;
    }

    private FieldClip golomb(int value) {
        int length = 32 - Integer.numberOfLeadingZeros(value + 1);
        return fixed(length - 1, 0).fixed(length, value + 1);
    }

    private byte[] unit(int type) {
        fixed(1, 1);
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        ByteArrayOutputStream unit = new ByteArrayOutputStream();
        unit.writeBytes(new byte[] {0, 0, 0, 1, (byte) type});
        int zeros = 0;
        for (int i = 0; i < bits.length(); i += 8) {
            int value = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros >= 2 && value <= 3) {
                unit.write(3);
                zeros = 0;
            }
            unit.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return unit.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
