package io.vsr4j.media;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_TOP_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/** Asks FFmpeg's parser whether a packet begins with a whole frame or with one field of it, how large it is and so on. */
final class PacketParser implements AutoCloseable {
    /** What a packet begins with. */
    enum Structure {
        FRAME,
        TOP_FIELD,
        BOTTOM_FIELD
    }

    private final AVCodecContext context = avcodec_alloc_context3(null);
    private final AVCodecParserContext parser;
    private final PointerPointer<BytePointer> out = new PointerPointer<>(1);
    private final IntPointer outSize = new IntPointer(1);
    private long size;

    PacketParser(AVCodecParameters coded) {
        avcodec_parameters_to_context(context, coded);
        parser = av_parser_init(coded.codec_id());
        if (parser != null) {
            parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
        }
    }

    Structure read(AVPacket packet) {
        if (parser == null) {
            return Structure.FRAME;
        }
        av_parser_parse2(
                parser,
                context,
                out,
                outSize,
                packet.data(),
                packet.size(),
                packet.pts(),
                packet.dts(),
                AV_NOPTS_VALUE);
        // Some parsers know the cropped size, others leave it in the context.
        size = parser.width() > 0 ? pair(parser.width(), parser.height()) : pair(context.width(), context.height());
        int structure = parser.picture_structure();
        if (structure == AV_PICTURE_STRUCTURE_TOP_FIELD) {
            return Structure.TOP_FIELD;
        }
        return structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD ? Structure.BOTTOM_FIELD : Structure.FRAME;
    }

    /** {@return width and height of the packet that was read last, in one number; 0 if unknown} */
    long size() {
        return size;
    }

    /** {@return whether the packet that was read last says that its lines are of two fields} */
    boolean interlaced() {
        return parser != null && FieldOrder.isInterlaced(parser.field_order());
    }

    private static long pair(int width, int height) {
        return (long) width << 32 | height;
    }

    @Override
    public void close() {
        av_parser_close(parser);
        avcodec_free_context(context);
        out.close();
        outSize.close();
    }
}
