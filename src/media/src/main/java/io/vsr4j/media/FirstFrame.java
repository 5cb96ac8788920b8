package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Whether a player gets a picture out of a file at all. */
final class FirstFrame {
    private FirstFrame() {}

    /**
     * Decodes a video's packets until a frame comes out.
     *
     * @param stream index of the video
     * @throws BrokenOutputException if none comes, or one of another size
     */
    static void decode(Path path, Path shownAs, int stream) {
        try (SourceFile file = new SourceFile(path)) {
            AVCodecParameters parameters = file.context().streams(stream).codecpar();
            AVCodec decoder = avcodec_find_decoder(parameters.codec_id());
            AVCodecContext context = avcodec_alloc_context3(decoder);
            AVPacket packet = av_packet_alloc();
            AVFrame frame = av_frame_alloc();
            try {
                Ffmpeg.check(avcodec_parameters_to_context(context, parameters), "decoder parameters");
                Ffmpeg.check(avcodec_open2(context, decoder, (AVDictionary) null), "decoder");
                boolean got = false;
                boolean more = true;
                while (!got && more) {
                    more = av_read_frame(file.context(), packet) >= 0;
                    if (!more || packet.stream_index() == stream) {
                        avcodec_send_packet(context, more ? packet : null);
                        got = avcodec_receive_frame(context, frame) >= 0;
                    }
                    av_packet_unref(packet);
                }
                if (!got || frame.width() != parameters.width() || frame.height() != parameters.height()) {
                    throw new BrokenOutputException(shownAs + ": expected a first frame of " + parameters.width() + "x"
                            + parameters.height() + ", found "
                            + (got ? frame.width() + "x" + frame.height() : "none that can be decoded"));
                }
            } finally {
                av_frame_free(frame);
                av_packet_free(packet);
                avcodec_free_context(context);
            }
        }
    }
}
