package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_PROGRESSIVE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * What a container must know of the encoded video. Chunks can be joined if and only if their headers are equal byte by
 * byte, the codec's own header (SPS, sequence header, ...) among them.
 */
record ChunkHeader(
        String codec,
        int tag,
        String format,
        int width,
        int height,
        int profile,
        int level,
        ColourTags colour,
        Rational sampleAspect,
        Rational frameRate,
        Rational timeBase,
        int rotation,
        byte[] extradata,
        List<SideData> sideData) {
    /** Coded side data of FFmpeg: a type and its bytes. */
    record SideData(int type, byte[] bytes) {}

    private static final int MOST_BYTES = 1 << 20;

    static ChunkHeader of(AVCodecContext encoder, OutputVideo video) {
        List<SideData> side = new ArrayList<>();
        for (int i = 0; i < encoder.nb_coded_side_data(); i++) {
            AVPacketSideData data = encoder.coded_side_data().getPointer(AVPacketSideData.class, i);
            if (data.type() == AV_PKT_DATA_MASTERING_DISPLAY_METADATA
                    || data.type() == AV_PKT_DATA_CONTENT_LIGHT_LEVEL) {
                side.add(new SideData(data.type(), bytes(data.data(), (int) data.size())));
            }
        }
        return new ChunkHeader(
                avcodec_get_name(encoder.codec_id()).getString(),
                encoder.codec_tag(),
                av_get_pix_fmt_name(encoder.pix_fmt()).getString(),
                video.width(),
                video.height(),
                encoder.profile(),
                encoder.level(),
                video.colour(),
                video.sampleAspect(),
                video.frameRate(),
                video.timeBase(),
                video.rotation(),
                bytes(encoder.extradata(), encoder.extradata_size()),
                side);
    }

    private static byte[] bytes(BytePointer from, int size) {
        byte[] copy = new byte[size];
        if (size > 0) {
            new BytePointer(from).get(copy);
        }
        return copy;
    }

    /** Fills in the parameters of an output stream, which must be fresh. */
    void describe(AVCodecParameters to) {
        to.codec_type(AVMEDIA_TYPE_VIDEO)
                .codec_id(avcodec_descriptor_get_by_name(codec).id())
                .codec_tag(tag)
                .format(av_get_pix_fmt(format))
                .width(width)
                .height(height)
                .profile(profile)
                .level(level)
                .field_order(AV_FIELD_PROGRESSIVE)
                .color_space(colour.matrix())
                .color_primaries(colour.primaries())
                .color_trc(colour.transfer())
                .color_range(colour.range())
                .chroma_location(colour.chromaLocation())
                .sample_aspect_ratio(Ffmpeg.rational(sampleAspect))
                .framerate(Ffmpeg.rational(frameRate));
        if (extradata.length > 0) {
            BytePointer header = new BytePointer(av_mallocz((long) extradata.length + AV_INPUT_BUFFER_PADDING_SIZE));
            header.put(extradata);
            to.extradata(header).extradata_size(extradata.length);
        }
        for (SideData data : sideData) {
            addSideData(to, data.type(), data.bytes());
        }
    }

    static void addSideData(AVCodecParameters to, int type, byte[] bytes) {
        AVPacketSideData all = to.coded_side_data();
        all = all == null ? new AVPacketSideData(null) : all;
        IntPointer count = new IntPointer(1).put(to.nb_coded_side_data());
        new BytePointer(av_packet_side_data_new(all, count, type, bytes.length, 0)
                        .data())
                .put(bytes);
        to.coded_side_data(all).nb_coded_side_data(count.get());
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(codec);
            out.writeUTF(format);
            for (int value : new int[] {
                tag,
                width,
                height,
                profile,
                level,
                colour.matrix(),
                colour.primaries(),
                colour.transfer(),
                colour.range(),
                colour.chromaLocation(),
                rotation
            }) {
                out.writeInt(value);
            }
            for (Rational value : new Rational[] {sampleAspect, frameRate, timeBase}) {
                out.writeInt(value.num());
                out.writeInt(value.den());
            }
            writeBytes(out, extradata);
            out.writeInt(sideData.size());
            for (SideData data : sideData) {
                out.writeInt(data.type());
                writeBytes(out, data.bytes());
            }
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static ChunkHeader of(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String codec = in.readUTF();
            String format = in.readUTF();
            int[] v = new int[11];
            for (int i = 0; i < v.length; i++) {
                v[i] = in.readInt();
            }
            Rational aspect = new Rational(in.readInt(), in.readInt());
            Rational rate = new Rational(in.readInt(), in.readInt());
            Rational timeBase = new Rational(in.readInt(), in.readInt());
            byte[] extradata = readBytes(in);
            List<SideData> side = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                side.add(new SideData(in.readInt(), readBytes(in)));
            }
            ColourTags colour = new ColourTags(v[5], v[6], v[7], v[8], v[9]);
            return new ChunkHeader(
                    codec, v[0], format, v[1], v[2], v[3], v[4], colour, aspect, rate, timeBase, v[10], extradata,
                    side);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a field of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
