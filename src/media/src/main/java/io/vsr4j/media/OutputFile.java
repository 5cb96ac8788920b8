package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A container being written. */
final class OutputFile implements AutoCloseable {
    /** Packets are held back at most this long for streams that have none: two seconds of video stay small. */
    private static final long MOST_INTERLEAVE_MICROSECONDS = 2_000_000;

    private final Path part;
    private final Path shownAs;
    private final AVFormatContext context = new AVFormatContext(null);
    private final AVIOContext io = new AVIOContext(null);

    /**
     * @param part the file to write
     * @param shownAs its later name, for messages
     */
    OutputFile(Path part, Path shownAs, Container container) throws IOException {
        this.part = part;
        this.shownAs = shownAs;
        Ffmpeg.load();
        Ffmpeg.check(
                avformat_alloc_output_context2(context, null, container.muxer(), "file:" + part),
                "no muxer " + container.muxer());
        // Else whole streams are moved without a word, and identifiers are random.
        context.avoid_negative_ts(AVFormatContext.AVFMT_AVOID_NEG_TS_DISABLED);
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
        context.max_interleave_delta(MOST_INTERLEAVE_MICROSECONDS);
        int opened = avio_open(io, "file:" + part, AVIO_FLAG_WRITE);
        if (opened < 0) {
            avformat_free_context(context);
            Ffmpeg.checkWrite(opened, shownAs);
        }
        context.pb(io);
    }

    AVFormatContext context() {
        return context;
    }

    AVStream addStream() {
        return avformat_new_stream(context, null);
    }

    /** Writes the header; the time bases of the streams are final after it. */
    void header(Map<String, String> options) throws IOException {
        AVDictionary given = Tags.write(options);
        int ret = avformat_write_header(context, given);
        av_dict_free(given);
        checkDisk();
        Ffmpeg.check(ret, "cannot begin " + shownAs);
    }

    /** Takes a packet with its stream, times and payload set; it is empty afterwards. */
    void write(AVPacket packet) throws IOException {
        int stream = packet.stream_index();
        int ret = av_interleaved_write_frame(context, packet);
        checkDisk();
        Ffmpeg.check(ret, "stream " + stream + " of " + shownAs + " refuses a packet");
    }

    void finish() throws IOException {
        int ret = av_write_trailer(context);
        checkDisk();
        Ffmpeg.check(ret, "cannot end " + shownAs);
        context.pb(null);
        Ffmpeg.checkWrite(avio_closep(io), shownAs);
    }

    /** A failed write shows here, however the muxer words it. */
    private void checkDisk() throws IOException {
        Ffmpeg.checkWrite(io.error(), shownAs);
    }

    /** {@return whether the container takes a stream, judged by writing a header for it alone} */
    static boolean takes(Container container, AVStream stream) {
        AVFormatContext trial = new AVFormatContext(null);
        AVIOContext memory = new AVIOContext(null);
        BytePointer written = new BytePointer((Pointer) null);
        try {
            if (avformat_alloc_output_context2(trial, null, container.muxer(), null) < 0
                    || avio_open_dyn_buf(memory) < 0) {
                return false;
            }
            trial.pb(memory);
            AVStream copy = avformat_new_stream(trial, null);
            describe(copy, stream, container);
            return avformat_write_header(trial, (AVDictionary) null) >= 0;
        } finally {
            if (!memory.isNull()) {
                avio_close_dyn_buf(memory, written);
                av_free(written);
            }
            avformat_free_context(trial);
        }
    }

    /** Makes a stream one that carries the packets of another file's. */
    static void describe(AVStream to, AVStream from, Container container) {
        AVCodecParameters parameters = to.codecpar();
        Ffmpeg.check(avcodec_parameters_copy(parameters, from.codecpar()), "stream parameters");
        parameters.codec_tag(CodecTags.kept(container, from.codecpar()));
        to.time_base(from.time_base());
        to.avg_frame_rate(from.avg_frame_rate());
        to.sample_aspect_ratio(from.sample_aspect_ratio());
        to.disposition(from.disposition());
        to.metadata(Tags.write(Languages.asWritten(container, Tags.lasting(Tags.read(from.metadata())))));
    }

    @Override
    public void close() {
        if (!io.isNull()) {
            context.pb(null);
            avio_closep(io);
        }
        avformat_free_context(context);
    }
}
