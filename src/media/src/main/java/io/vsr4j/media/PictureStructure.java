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

/** Asks FFmpeg's parser whether a packet begins with a whole frame or with one field of it. */
final class PictureStructure implements AutoCloseable {
    /** What a packet begins with. */
    enum Kind {
        FRAME,
        TOP_FIELD,
        BOTTOM_FIELD
    }

    private final AVCodecContext context = avcodec_alloc_context3(null);
    private final AVCodecParserContext parser;
    private final PointerPointer<BytePointer> out = new PointerPointer<>(1);
    private final IntPointer outSize = new IntPointer(1);

    PictureStructure(AVCodecParameters coded) {
        avcodec_parameters_to_context(context, coded);
        parser = av_parser_init(coded.codec_id());
        parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
    }

    Kind of(AVPacket packet) {
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
        int structure = parser.picture_structure();
        if (structure == AV_PICTURE_STRUCTURE_TOP_FIELD) {
            return Kind.TOP_FIELD;
        }
        return structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD ? Kind.BOTTOM_FIELD : Kind.FRAME;
    }

    @Override
    public void close() {
        av_parser_close(parser);
        avcodec_free_context(context);
        out.close();
        outSize.close();
    }
}
