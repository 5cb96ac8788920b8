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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Packets of a file that is on the list of accepted formats and within the limits: of one video stream, or of all. */
final class Demuxer implements AutoCloseable {
    /** Broken packets in a row after which a file counts as ended. */
    private static final int PATIENCE = 1000;

    /** Bytes between two packets that are more than headers. */
    private static final int LARGE_GAP = 256;

    private final String file;
    private final SourceIo io;
    private final AVFormatContext context;
    private final AVPacket packet = av_packet_alloc();
    private int stream = -1;
    private boolean pending;
    private long packetsEnd; // 0 unless watched
    private int gaps;
    private final List<AviIndex> avi = new ArrayList<>(); // of each stream; empty for other containers

    private Demuxer(MediaSource source) throws IOException {
        file = source.name();
        io = new SourceIo(source);
        context = avformat_alloc_context();
        context.pb(io.context());
        // Otherwise closing it before it was opened would close our input in FFmpeg's way.
        context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
    }

    /**
     * Opens a file and looks at its streams; {@link #select} or {@link #read} comes next.
     *
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    static Demuxer open(MediaSource source, MediaLimits limits) throws IOException {
        Ffmpeg.load();
        Demuxer demuxer = new Demuxer(source);
        try {
            demuxer.openInput(source, limits);
            return demuxer;
        } catch (IOException | RuntimeException e) {
            demuxer.close();
            throw e;
        }
    }

    /** Opens a file that was probed before, or was written here. */
    static Demuxer open(Path file) throws IOException {
        return open(MediaSource.of(file), MediaLimits.WIDE);
    }

    private void openInput(MediaSource source, MediaLimits limits) throws IOException {
        if (io.size() == 0) {
            throw new MediaException(file + ": the file is empty (0 bytes); was it written to its end?");
        }
        // By content alone: an extension proves nothing.
        AVInputFormat format = new AVInputFormat((Pointer) null);
        int most = (int) Math.min(limits.probeBytes(), 1 << 20);
        int probed = av_probe_input_buffer2(io.context(), format, "", null, 0, most);
        io.check();
        if (probed < 0 || format.isNull()) {
            AcceptedFormats.checkText(file, io.head());
            throw new MediaException(file + ": no video format is recognised in its " + io.size()
                    + " bytes; it is something else, or damaged");
        }
        String name = format.name().getString();
        AcceptedFormats.check(file, name);
        DeclaredSize.check(source, name, limits);

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
        checkSizes(limits);
        for (int i = 0; name.equals("avi") && i < context.nb_streams(); i++) {
            avi.add(new AviIndex(context.streams(i)));
        }
    }

    private void findStreams(MediaLimits limits) throws IOException {
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
            io.check();
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

    /** Reads the other streams as well, where that shows whether FFmpeg skips damaged parts without a word. */
    void watchForGaps() {
        String container = context.iformat().name().getString();
        if (container.startsWith("matroska") || container.equals("flv")) {
            for (int i = 0; i < context.nb_streams(); i++) {
                context.streams(i).discard(AVDISCARD_DEFAULT);
            }
            packetsEnd = Long.MAX_VALUE;
        }
    }

    /** {@return places, of those watched, where the file has many bytes between two packets} */
    int gaps() {
        return gaps;
    }

    /** {@return packets of the stream that the container's own index has, where it is believed; else 0} */
    int indexed() {
        return stream < avi.size() ? avi.get(stream).packets() : 0;
    }

    /** {@return whether a frame may be lost at that time, by the same index} */
    boolean mayHave(long time) {
        return stream >= avi.size() || avi.get(stream).has(time);
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
        do {
            av_packet_unref(packet);
            if (!read(packet)) {
                return null;
            }
            if (packetsEnd > 0 && packet.pos() > 0) {
                gaps += packet.pos() > packetsEnd && packet.pos() - packetsEnd > LARGE_GAP ? 1 : 0;
                packetsEnd = packet.pos() + packet.size();
            }
            // Empty packets are left out: to a decoder they would mean the end.
        } while (packet.stream_index() != stream || packet.size() == 0);
        return packet;
    }

    /** Reads the next packet of any stream that is not discarded into an empty one; false at the end. */
    boolean read(AVPacket into) {
        for (int failures = 0; failures < PATIENCE; failures++) {
            int read = av_read_frame(context, into);
            checkSource();
            if (read >= 0) {
                if (into.stream_index() < avi.size()) {
                    avi.get(into.stream_index()).mend(into);
                }
                return true;
            }
            if (read == AVERROR_EOF) {
                return false;
            }
        }
        return false;
    }

    /**
     * Goes to a key frame, so that {@link #next} gives it. Containers seek by decoding times, by rough tables or not at
     * all, so what was found is compared, and looked for from ever earlier places.
     *
     * @param index times and key frames
     * @param key position in {@link FrameIndex#keys}, above 0
     * @return whether it was found; if not, the position is undefined
     */
    boolean seek(FrameIndex index, int key) {
        long wanted = index.pts()[index.keys()[key]];
        for (int back = 0; key - back >= 0; back = 2 * back + 1) {
            if (seek(wanted, index.pts()[index.keys()[key - back]])) {
                return true;
            }
        }
        return false;
    }

    private boolean seek(long key, long from) {
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
