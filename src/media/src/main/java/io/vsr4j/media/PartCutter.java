package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Cuts files out of a video that hold the packets of some of its frames and no others: from the key frame at which their
 * decoding begins to the last one that they need, unchanged, in NUT, which counts times as finely as the video does. Equal
 * frames of equal videos give equal bytes. Whether a part shows what the video shows is for {@link PartProof} to say.
 */
public final class PartCutter implements AutoCloseable {
    /** So many packets of later frames in a row prove that no earlier one comes any more, as where the file has lost some. */
    private static final int ENOUGH_LATER = PartTimes.LEAD;

    private final MediaSource source;
    private final VideoInfo video;
    private final MediaLimits limits;
    private Demuxer demuxer; // null if it could not be opened again

    /**
     * Opens a video that was probed.
     *
     * @param source the bytes, the same as when they were probed
     * @param video what {@link MediaProbe} found
     * @param limits what is refused
     * @throws MediaException if the video cannot be cut
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public PartCutter(MediaSource source, VideoInfo video, MediaLimits limits) throws IOException {
        if (video.frames().counted()) {
            throw new MediaException(source.name() + ": its frames can only be told apart by counting from its start");
        }
        this.source = source;
        this.video = video;
        this.limits = limits;
        open();
        if (!OutputFile.takes(Container.NUT, demuxer.stream())) {
            close();
            throw new MediaException(source.name() + ": parts are NUT files, which do not hold " + video.codec());
        }
    }

    private void open() throws IOException {
        demuxer = Demuxer.open(source, limits);
        demuxer.select(video.stream());
    }

    /**
     * {@return index of the key frame that a part begins with}
     *
     * @param first index of the part's first frame
     */
    public static int keyOf(VideoInfo video, int first) {
        return video.frames().keys()[video.frames().keyBefore(from(video, first))];
    }

    /** Fields are separated with the help of the frames before and after. */
    private static int from(VideoInfo video, int first) {
        return video.interlaced() ? Math.max(0, first - 1) : first;
    }

    /**
     * Cuts some frames out.
     *
     * @param first display index of the first one
     * @param end index after the last one
     * @param file to write
     * @return what to read it by
     * @throws MediaException if they cannot be cut out
     * @throws IOException if the source cannot be read or the file cannot be written now, but perhaps later
     */
    public VideoPart cut(int first, int end, Path file) throws IOException {
        FrameIndex frames = video.frames();
        int key = keyOf(video, first);
        int to = Math.min(video.interlaced() ? end + 1 : end, frames.count());
        begin(frames.keyBefore(key));
        AVStream from = demuxer.stream();
        AVPacket packet = av_packet_alloc();
        try (OutputFile out = new OutputFile(file, file, Container.NUT)) {
            AVStream stream = out.addStream();
            OutputFile.describe(stream, from, Container.NUT);
            out.header(Map.of());
            PartTimes times = new PartTimes(frames, key);
            int missing = to - key; // frames that are needed and have not come yet
            int later = 0; // packets of frames that are not needed, in a row
            for (AVPacket next = demuxer.next(); next != null && later < ENOUGH_LATER; next = demuxer.next()) {
                int shown = Arrays.binarySearch(frames.pts(), next.pts());
                if (missing == 0 && shown >= 0) {
                    break; // what came in between belongs to the last frame: its second field
                }
                missing -= shown >= key && shown < to ? 1 : 0;
                later = shown >= to ? later + 1 : 0;
                Ffmpeg.check(av_packet_ref(packet, next), "no memory for a packet");
                packet.stream_index(0);
                times.set(packet, shown >= 0);
                av_packet_rescale_ts(packet, from.time_base(), stream.time_base());
                out.write(packet);
            }
            out.finish();
            return new VideoPart(first, end, key, times.shift());
        } finally {
            av_packet_free(packet);
        }
    }

    private void begin(int key) throws IOException {
        if (key > 0 && demuxer.seek(video.frames(), key)) {
            return;
        }
        close();
        open();
        if (key > 0 && !demuxer.find(video.frames().pts()[video.frames().keys()[key]], false)) {
            throw new MediaException(
                    source.name() + ": the key frame " + video.frames().keys()[key] + " is not found again");
        }
    }

    @Override
    public void close() {
        if (demuxer != null) {
            demuxer.close();
            demuxer = null;
        }
    }
}
