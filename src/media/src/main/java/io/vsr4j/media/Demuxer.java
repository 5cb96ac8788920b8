package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_buffer2;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Packets of one video stream of a file that is on the list of accepted formats and within the limits. */
final class Demuxer implements AutoCloseable {
    /** Broken packets in a row after which a file counts as ended. */
    private static final int PATIENCE = 1000;

    private final String file;
    private final SourceIo io;
    private final AVFormatContext context;
    private final AVPacket packet = av_packet_alloc();
    private int stream = -1;
    private boolean pending;

    private Demuxer(MediaSource source) throws IOException {
        file = source.name();
        io = new SourceIo(source);
        context = avformat_alloc_context();
        context.pb(io.context());
    }

    /**
     * Opens a file and looks at its streams; {@link #select} comes next.
     *
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    static Demuxer open(MediaSource source, MediaLimits limits) throws IOException {
        Ffmpeg.load();
        Demuxer demuxer = new Demuxer(source);
        try {
            demuxer.open(limits);
            return demuxer;
        } catch (IOException | RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    private void open(MediaLimits limits) throws IOException {
        if (io.size() == 0) {
            throw new MediaException(file + ": the file is empty (0 bytes); was it written to its end?");
        }
        // By content alone: an extension proves nothing.
        AVInputFormat format = new AVInputFormat((Pointer) null);
        int most = (int) Math.min(limits.probeBytes(), 1 << 20);
        int probed = av_probe_input_buffer2(io.context(), format, "", null, 0, most);
        io.check();
        if (probed < 0 || format.isNull()) {
            throw new MediaException(file + ": no video format is recognised in its " + io.size()
                    + " bytes; it is something else, or damaged");
        }
        String name = format.name().getString();
        AcceptedFormats.check(file, name);

        AVDictionary options = new AVDictionary((Pointer) null);
        av_dict_set(options, "format_whitelist", AcceptedFormats.whitelist(), 0);
        av_dict_set(options, "protocol_whitelist", "none", 0); // what is opened is open already
        av_dict_set(options, "max_streams", Integer.toString(limits.maxStreams()), 0);
        av_dict_set(options, "probesize", Long.toString(limits.probeBytes()), 0);
        int opened = avformat_open_input(context, "", format, options);
        av_dict_free(options);
        io.check();
        if (opened < 0) {
            throw new MediaException(file + ": looks like '" + name.split(",")[0] + "' but cannot be opened ("
                    + Ffmpeg.text(opened) + "); it is cut off or damaged");
        }
        checkSizes(limits);
        findStreams(limits);
        io.check();
        checkSizes(limits);
    }

    private void findStreams(MediaLimits limits) {
        int count = context.nb_streams();
        try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, count))) {
            AVDictionary[] each = new AVDictionary[count];
            for (int i = 0; i < count; i++) {
                each[i] = new AVDictionary((Pointer) null);
                av_dict_set(each[i], "max_pixels", Long.toString(limits.maxPixels()), 0);
                options.put(i, each[i]);
            }
            int found = avformat_find_stream_info(context, options);
            for (int i = 0; i < count; i++) {
                av_dict_free(new AVDictionary(options.get(i)));
            }
            Ffmpeg.check(found, file + ": its streams cannot be read");
        }
    }

    private void checkSizes(MediaLimits limits) {
        if (context.nb_streams() > limits.maxStreams()) {
            throw new MediaException(
                    file + ": has " + context.nb_streams() + " streams, more than the limit of " + limits.maxStreams());
        }
        for (int i = 0; i < context.nb_streams(); i++) {
            AVCodecParameters coded = context.streams(i).codecpar();
            if (coded.codec_type() == AVMEDIA_TYPE_VIDEO) {
                limits.checkSize(file, coded.width(), coded.height());
            }
        }
    }

    /** Chooses the stream that {@link #next} reads. */
    void select(int index) {
        stream = index;
        for (int i = 0; i < context.nb_streams(); i++) {
            context.streams(i).discard(i == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL);
        }
    }

    AVFormatContext context() {
        return context;
    }

    AVStream stream() {
        return context.streams(stream);
    }

    String file() {
        return file;
    }

    long bytes() {
        return io.size();
    }

    /**
     * Reads the next packet of the stream.
     *
     * @return the packet, valid until the next call, or null at the end
     */
    AVPacket next() {
        if (pending) {
            pending = false;
            return packet;
        }
        for (int failures = 0; failures < PATIENCE; ) {
            av_packet_unref(packet);
            int read = av_read_frame(context, packet);
            checkSource();
            if (read == AVERROR_EOF) {
                return null;
            }
            if (read < 0) {
                failures++;
            } else if (packet.stream_index() == stream && packet.size() > 0) {
                // Empty packets are left out: to a decoder they would mean the end.
                return packet;
            }
        }
        return null;
    }

    /**
     * Goes to a key frame, so that {@link #next} gives it.
     *
     * @param key presentation time of its packet
     * @param from a time from which to look for it, at or before it
     * @return whether it was found; if not, the position is undefined
     */
    boolean seek(long key, long from) {
        pending = false;
        int found = av_seek_frame(context, stream, from, AVSEEK_FLAG_BACKWARD);
        checkSource();
        return found >= 0 && find(key, true);
    }

    /**
     * Reads on to a key frame, so that {@link #next} gives it.
     *
     * @param key presentation time of its packet
     * @param stopWhenPassed whether a later decoding time proves that it does not come any more
     */
    boolean find(long key, boolean stopWhenPassed) {
        for (AVPacket p = next(); p != null; p = next()) {
            if (p.pts() == key && (p.flags() & AV_PKT_FLAG_KEY) != 0 && (p.flags() & AV_PKT_FLAG_DISCARD) == 0) {
                pending = true;
                return true;
            }
            if (stopWhenPassed && p.dts() != AV_NOPTS_VALUE && p.dts() > key) {
                return false;
            }
        }
        return false;
    }

    private void checkSource() {
        try {
            io.check();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avformat_close_input(context);
        io.close();
    }
}
