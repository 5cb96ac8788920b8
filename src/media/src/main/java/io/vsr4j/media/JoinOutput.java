package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_compare_ts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Set<Integer> without;
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
     * @param without streams of the source that are not to be written
     */
    JoinOutput(
            JoinPlan plan,
            ChunkSet chunks,
            JoinSource source,
            Set<Integer> without,
            Container container,
            OutputFile file,
            Path name,
            List<String> notes)
            throws IOException {
        container.check(Codec.of(chunks.header().codec()));
        container.checkTimes(plan, chunks.header().frameRate(), chunks.times().delay());
        this.plan = plan;
        this.container = container;
        this.notes = notes;
        this.file = file;
        this.source = source;
        this.without = without;
        unit = Ffmpeg.rational(plan.frames().timeBase());
        tags = source == null
                ? Map.of()
                : Tags.lasting(Tags.read(source.context().metadata()));
        Map<Integer, Integer> kept = keptStreams();
        Map<Integer, Long> firstTimes = source == null ? Map.of() : source.firstTimes(kept.keySet());
        shift = Shift.of(plan, chunks.times(), source, firstTimes, container, notes);
        addStreams(chunks, kept, firstTimes);
        MuxerOptions options = new MuxerOptions(container, name);
        if (source != null) {
            source.want(kept.keySet());
            file.context().metadata(Tags.write(tags));
            addChapters();
        }
        file.header(options.of(plan, file.context(), shift));
        for (CopiedStream copy : copies.values()) {
            if (CoverArt.is(copy.in())) {
                CoverArt.write(copy, file);
            }
        }
    }

    /** {@return the streams of the source that are written, each with its codec} */
    private Map<Integer, Integer> keptStreams() {
        Map<Integer, Integer> kept = new LinkedHashMap<>();
        for (int i = 0; source != null && i < source.streams(); i++) {
            int codec = i == plan.videoStream() || without.contains(i)
                    ? Copies.DROPPED
                    : Copies.codecFor(source.stream(i), container, notes);
            if (codec != Copies.DROPPED) {
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
        } else if (CoverArt.is(in) && container == Container.MKV) {
            CoverArt.attach(out, in);
        } else if (container.isMatroska()) {
            out.codecpar().initial_padding(Shift.padding(in, firstTime));
        }
        copies.put(index, new CopiedStream(in, out, converter, container.sharesTimes()));
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

    /** Reads the next packet of the source that goes in; false at the end. */
    boolean nextOther(AVPacket into) {
        while (source != null && source.next(into)) {
            if (!CoverArt.is(source.stream(into.stream_index()))) {
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
        if (container.isMov() && videoTally.count() + 1 == plan.count()) {
            // The length of the track is the sum of what lies between decoding times, which must not be less than what
            // is shown.
            frame.dts(frame.pts()).duration(plan.endPts() - frame.pts());
        }
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
        if (!copy.adopt(packet, shift.ticks(), unit)) {
            return;
        }
        try {
            file.write(packet);
        } catch (MediaException e) {
            throw copy.refused(container + " refuses its packets");
        }
    }

    /** Says what had to be mended on the way, or was lost before it. */
    void sayWhatChanged(int captionsLost) {
        if (captionsLost > 0) {
            notes.add("the closed captions of " + captionsLost
                    + " frames are dropped: the encoder takes none; H264 and H265 keep them");
        }
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

    /** {@return what reading the file again must find of the restored video} */
    StreamFacts videoFacts() {
        return StreamFacts.of(video, videoTally, videoTally.end());
    }

    /** {@return what reading the file again must find beside it} */
    List<StreamFacts> copyFacts() {
        return copies.values().stream()
                .map(copy ->
                        StreamFacts.of(copy.out(), copy.tally(), copy.tally().end()))
                .toList();
    }

    /**
     * Looks whether the written file has all copied streams.
     *
     * @throws RefusedStream if one is missing
     */
    void demandStreams(Path written) throws IOException {
        try (Demuxer file = Demuxer.open(written)) {
            List<String> left = new ArrayList<>();
            for (int i = 0; i < file.context().nb_streams(); i++) {
                left.add(StreamFacts.name(file.context().streams(i).codecpar().codec_id()));
            }
            for (CopiedStream copy : copies.values()) {
                if (!left.remove(StreamFacts.name(copy.out().codecpar().codec_id()))) {
                    boolean empty = copy.tally().count() == 0;
                    throw copy.refused(empty ? "none of it lies in the output" : container + " does not give it back");
                }
            }
        } catch (MediaException e) {
            // A file that cannot be read at all is for the proof to name.
        }
    }

    @Override
    public void close() {
        copies.values().forEach(CopiedStream::close);
    }
}
