package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** The file that a join writes: the restored video in the place of the source's, copies of the other streams. */
final class JoinOutput implements AutoCloseable {
    private final JoinPlan plan;
    private final Container container;
    private final List<String> notes;
    private final OutputFile file;
    private final JoinSource source;
    private final AVRational unit;
    private final Map<Integer, CopiedStream> copies = new LinkedHashMap<>();
    private final Shift shift;
    private final Map<String, String> tags;
    private AVStream video;
    private PacketTally videoTally;

    /**
     * Lays out the streams and writes the header.
     *
     * @param source where the other streams come from, or null
     */
    JoinOutput(
            JoinPlan plan,
            ChunkSet chunks,
            JoinSource source,
            Container container,
            OutputFile file,
            Path name,
            List<String> notes)
            throws IOException {
        this.plan = plan;
        this.container = container;
        this.notes = notes;
        this.file = file;
        this.source = source;
        unit = Ffmpeg.rational(plan.frames().timeBase());
        tags = source == null ? Map.of() : Tags.lasting(Tags.read(source.context().metadata()));
        Map<Integer, Integer> kept = keptStreams();
        Map<Integer, Long> firstTimes = source == null ? Map.of() : source.firstTimes(kept.keySet());
        shift = Shift.of(plan, chunks.times(), source, firstTimes, container, notes);
        addStreams(chunks, kept, firstTimes);
        MuxerOptions options = new MuxerOptions(container, name);
        if (source != null) {
            source.want(kept.keySet());
            file.context()
                    .metadata(Tags.write(Tags.lasting(Tags.read(source.context().metadata()))));
            addChapters();
        }
        file.header(options.of(plan, file.context(), shift));
        writeCovers();
    }

    /** {@return the streams of the source that are written, each with its codec} */
    private Map<Integer, Integer> keptStreams() {
        Map<Integer, Integer> kept = new LinkedHashMap<>();
        for (int i = 0; source != null && i < source.streams(); i++) {
            int codec = i == plan.videoStream()
                    ? AV_CODEC_ID_NONE
                    : Copies.codecFor(source.stream(i), container, notes);
            if (codec != AV_CODEC_ID_NONE) {
                kept.put(i, codec);
            }
        }
        return kept;
    }

    private void addStreams(ChunkSet chunks, Map<Integer, Integer> kept, Map<Integer, Long> firstTimes) {
        for (int i = 0; source != null && i < source.streams(); i++) {
            if (i == plan.videoStream()) {
                addVideo(chunks, source.stream(i));
            } else if (kept.containsKey(i)) {
                addCopy(i, kept.get(i), firstTimes.getOrDefault(i, AV_NOPTS_VALUE));
            }
        }
        if (source == null) {
            addVideo(chunks, null);
        }
    }

    private void addCopy(int index, int codec, long firstTime) {
        AVStream in = source.stream(index);
        AVStream out = file.addStream();
        OutputFile.describe(out, in, container);
        SubtitleConverter converter = null;
        if (codec != in.codecpar().codec_id()) {
            converter = new SubtitleConverter(in, codec);
            converter.describe(out.codecpar());
        } else if (container.isMatroska()) {
            out.codecpar().initial_padding(Shift.padding(in, firstTime));
        }
        copies.put(index, new CopiedStream(in, out, converter));
    }

    private void addVideo(ChunkSet chunks, AVStream replaced) {
        ChunkHeader header = chunks.header();
        video = file.addStream();
        header.describe(video.codecpar());
        video.codecpar()
                .codec_tag(CodecTags.forVideo(container, video.codecpar()))
                .video_delay(chunks.times().delay());
        video.time_base(unit);
        video.avg_frame_rate(Ffmpeg.rational(header.frameRate()));
        video.r_frame_rate(Ffmpeg.rational(header.frameRate()));
        video.sample_aspect_ratio(Ffmpeg.rational(header.sampleAspect()));
        VideoSideData.put(video, header, replaced, notes);
        if (replaced != null) {
            video.disposition(replaced.disposition());
            video.metadata(Tags.write(TimeCode.moved(
                    Tags.lastingWithoutStatistics(Tags.read(replaced.metadata())), plan, header.frameRate(), notes)));
        }
        videoTally = new PacketTally(video.codecpar());
    }

    private void addChapters() {
        int found = source.context().nb_chapters();
        if (found > 0 && !container.holdsChapters()) {
            notes.add("chapters (" + found + ") are dropped: " + container + " holds none");
        } else {
            Chapters.copy(source.context(), file.context(), plan, shift.ticks());
        }
    }

    /** Covers are one packet each, which reading gives only at the very beginning of a file. */
    private void writeCovers() throws IOException {
        for (CopiedStream copy : copies.values()) {
            if (Copies.isCover(copy.in())) {
                AVPacket cover = av_packet_alloc();
                try {
                    Ffmpeg.check(av_packet_ref(cover, copy.in().attached_pic()), "cover art");
                    cover.pts(0).dts(0);
                    if (copy.adopt(cover, 0, unit)) {
                        file.write(cover);
                    }
                } finally {
                    av_packet_free(cover);
                }
            }
        }
    }

    /** Reads the next packet of the source that goes in; false at the end. */
    boolean nextOther(AVPacket into) {
        while (source != null && source.next(into)) {
            if (!Copies.isCover(source.stream(into.stream_index()))) {
                return true;
            }
            av_packet_unref(into);
        }
        return false;
    }

    /** {@return whether a frame is decoded no later than a packet of the source} */
    boolean comesFirst(AVPacket frame, AVPacket other) {
        long time = other.dts() != AV_NOPTS_VALUE ? other.dts() : other.pts();
        return time != AV_NOPTS_VALUE
                && av_compare_ts(
                                frame.dts(),
                                unit,
                                time,
                                source.stream(other.stream_index()).time_base())
                        <= 0;
    }

    /** Writes a frame whose times are the plan's. */
    void writeVideo(AVPacket frame) throws IOException {
        frame.pts(frame.pts() + shift.ticks()).dts(frame.dts() + shift.ticks());
        av_packet_rescale_ts(frame, unit, video.time_base());
        frame.stream_index(video.index());
        frame.pos(-1);
        videoTally.add(frame);
        file.write(frame);
    }

    /** Writes a packet of the source. */
    void writeOther(AVPacket packet) throws IOException {
        CopiedStream copy = copies.get(packet.stream_index());
        if (copy.adopt(packet, shift.ticks(), unit)) {
            file.write(packet);
        }
    }

    /** Says what had to be mended on the way. */
    void sayWhatChanged() {
        for (CopiedStream copy : copies.values()) {
            if (copy.repaired() > 0) {
                notes.add(Copies.title(copy.in()) + ": the times of " + copy.repaired()
                        + " packets were missing or ran backwards and are mended");
            }
        }
    }

    Shift shift() {
        return shift;
    }

    /** {@return the file's tags as they were given to the muxer} */
    Map<String, String> tags() {
        return tags;
    }

    /** {@return what reading the file again must find} */
    List<Proof.Expected> expected() {
        List<Proof.Expected> all = new ArrayList<>();
        all.add(expected(video, true, false, videoTally));
        for (CopiedStream copy : copies.values()) {
            boolean attachment = copy.in().codecpar().codec_type() == AVMEDIA_TYPE_ATTACHMENT;
            all.add(expected(copy.out(), false, attachment || Copies.isCover(copy.in()), copy.tally()));
        }
        all.sort(Comparator.comparingInt(Proof.Expected::index));
        return all;
    }

    private static Proof.Expected expected(AVStream stream, boolean video, boolean aside, PacketTally tally) {
        return new Proof.Expected(
                stream.index(),
                stream.codecpar().codec_type(),
                stream.codecpar().codec_id(),
                Ffmpeg.rational(stream.time_base()),
                video,
                aside,
                tally);
    }

    @Override
    public void close() {
        copies.values().forEach(CopiedStream::close);
    }
}
