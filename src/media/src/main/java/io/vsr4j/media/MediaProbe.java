package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/**
 * Finds out what is in a file, frame-exactly: every packet is read once, and the first frames are decoded.
 *
 * <p>Nothing in a file is trusted. Only containers that hold their own data are opened, through a channel that FFmpeg
 * cannot leave; sizes are compared with the limits before memory is taken for them; whatever cannot be used ends in a
 * {@link MediaException}.
 */
public final class MediaProbe {
    private static final int THREADS =
            Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private MediaProbe() {}

    /**
     * Probes a file.
     *
     * @param file a video
     * @param limits what is refused
     * @return what is in it
     * @throws IOException if the file cannot be read now, but perhaps later
     */
    public static MediaInfo probe(Path file, MediaLimits limits) throws IOException {
        return probe(MediaSource.of(file), limits);
    }

    /**
     * Probes a source of bytes, which need not be a file of this machine.
     *
     * @param source a video
     * @param limits what is refused
     * @return what is in it; its {@code file} is the source's name
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public static MediaInfo probe(MediaSource source, MediaLimits limits) throws IOException {
        String file = source.name();
        int stream;
        PacketScan scan;
        try (Demuxer demuxer = Demuxer.open(source, limits)) {
            stream = Streams.video(file, demuxer.context());
            demuxer.select(stream);
            scan = PacketScan.run(demuxer, limits);
        }
        if (scan.count() == 0) {
            throw new MediaException(file + ": its video stream holds no frames; it was cut off or never written");
        }
        try (DecodedFrames frames = new DecodedFrames(source, limits, stream, THREADS)) {
            HeadSample head = HeadSample.take(frames);
            if (head.isEmpty()) {
                throw new MediaException(
                        file + ": none of its " + scan.count() + " frames can be decoded; it is damaged or encrypted");
            }
            limits.checkSize(file, head.facts().width(), head.facts().height());
            List<String> notes = new ArrayList<>();
            FrameIndex index = new FrameIndexer(frames, limits, notes).index(scan, head);
            FrameFacts facts = head.facts().orInterlaced(scan.interlaced());
            VideoInfo video = new VideoFacts(file, frames.demuxer(), facts, notes).describe(index);
            return describe(source, frames.demuxer(), video, notes);
        }
    }

    private static MediaInfo describe(MediaSource source, Demuxer demuxer, VideoInfo video, List<String> notes) {
        AVFormatContext context = demuxer.context();
        FrameIndex index = video.frames();
        double measured = (index.end() - index.pts()[0]) * index.timeBase().value();
        boolean known = context.duration() != AV_NOPTS_VALUE && context.duration() > 0;
        double seconds = known ? (double) context.duration() / AV_TIME_BASE : measured;
        return new MediaInfo(
                Path.of(source.name()),
                context.iformat().name().getString(),
                demuxer.bytes(),
                seconds,
                video,
                Streams.of(context),
                context.nb_chapters(),
                Collections.unmodifiableMap(tags(context)),
                List.copyOf(notes));
    }

    private static Map<String, String> tags(AVFormatContext context) {
        return Tags.read(context.metadata());
    }
}
