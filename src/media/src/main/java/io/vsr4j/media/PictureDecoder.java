package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes picture files one at a time. What a file is, its first bytes say; its name is not asked. */
final class PictureDecoder implements AutoCloseable {
    private static final int HEAD_BYTES = 1 << 15;

    private final MediaLimits limits;
    private final AVFrame frame = av_frame_alloc();

    PictureDecoder(MediaLimits limits) {
        Ffmpeg.load();
        this.limits = limits;
    }

    /** {@return the picture, valid until the next call} */
    AVFrame decode(Path file) throws IOException {
        int codec;
        int result;
        try (FileChannel channel = FileChannel.open(file)) {
            codec = codec(file, channel);
            checkSize(file, codec, channel);
            result = decode(codec, channel, (int) Math.min(channel.size(), Integer.MAX_VALUE - 64), false, null);
        }
        if (result < 0) {
            throw new MediaException(file + ": the picture cannot be decoded (" + Ffmpeg.text(result)
                    + "); it is damaged, or has more than " + limits.maxPixels() + " pixels");
        }
        return frame;
    }

    /** {@return width and height as the first bytes say; 0 if they do not} */
    int[] size(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return checkSize(file, codec(file, channel), channel);
        }
    }

    /** {@return FFmpeg's name of what a file is} */
    static String name(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return avcodec_get_name(codec(file, channel)).getString();
        }
    }

    private int[] checkSize(Path file, int codec, FileChannel channel) throws IOException {
        int[] size = new int[2];
        if (codec == AV_CODEC_ID_MJPEG) {
            size = JpegSize.of(channel);
        } else {
            decode(codec, channel, (int) Math.min(channel.size(), HEAD_BYTES), true, size);
        }
        limits.checkSize(file.toString(), size[0], size[1]);
        return size;
    }

    private int decode(int id, FileChannel channel, int bytes, boolean headOnly, int[] size) throws IOException {
        AVCodec codec = avcodec_find_decoder(id);
        AVCodecContext context = avcodec_alloc_context3(codec);
        AVPacket packet = av_packet_alloc();
        try {
            // A header may say what it likes; only then is it compared with the limits.
            context.max_pixels(headOnly ? Integer.MAX_VALUE : limits.maxPixels());
            context.skip_frame(headOnly ? AVDISCARD_ALL : AVDISCARD_DEFAULT);
            context.thread_count(1);
            Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null), "the picture decoder does not start");
            Ffmpeg.check(av_new_packet(packet, bytes), "no memory for a picture");
            ByteBuffer data = packet.data().capacity(bytes).asByteBuffer();
            channel.position(0);
            while (data.hasRemaining() && channel.read(data) >= 0) {
                // until it is full or the file ends
            }
            int sent = avcodec_send_packet(context, packet);
            int received = sent < 0 ? sent : avcodec_receive_frame(context, frame);
            if (headOnly) {
                size[0] = context.width();
                size[1] = context.height();
            }
            return received;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    private static int codec(Path file, FileChannel channel) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
            // until it is full or the file ends
        }
        long first = head.getLong(0);
        if (first == 0x89504e470d0a1a0aL) {
            return AV_CODEC_ID_PNG;
        }
        if (first >>> 40 == 0xffd8ff) {
            return AV_CODEC_ID_MJPEG;
        }
        if (first >>> 32 == 0x49492a00L || first >>> 32 == 0x4d4d002aL) {
            return AV_CODEC_ID_TIFF;
        }
        throw new MediaException(
                file + ": is not a PNG, JPEG or TIFF picture; convert it, or take it out of the folder");
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
