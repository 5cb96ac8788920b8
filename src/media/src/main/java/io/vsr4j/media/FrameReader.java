package io.vsr4j.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Reads the frames of a video file, in order or at random, each exactly. Where the file is damaged there is a picture all
 * the same; where its source breaks off, a lost connection for example, {@link #read} throws an
 * {@link java.io.UncheckedIOException}, and another reader may have more luck.
 *
 * <pre>{@code
 * MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
 * try (FrameReader frames = FrameReader.open(info)) {
 *     Picture picture = frames.video().newPicture();
 *     frames.seek(1000);
 *     frames.read(picture);
 * }
 * }</pre>
 */
public final class FrameReader implements FrameSource {
    private final String file;
    private final VideoInfo video;
    private final ExactFrames frames;
    private final FrameConverter converter;
    private final DeinterlacedFrames fields;
    private final int first;
    private final int end;
    private int next;
    private final BitSet damaged = new BitSet();

    private FrameReader(
            MediaSource source, VideoInfo video, DecodedFrames decoded, FrameIndex index, int first, int end) {
        this.file = source.name();
        this.video = video;
        this.first = first;
        this.end = end;
        next = first;
        FieldOrder order = video.interlaced() ? FieldOrder.of(decoded.demuxer()) : FieldOrder.PROGRESSIVE;
        frames = new ExactFrames(decoded, index);
        converter = new FrameConverter(file, video.width(), video.height(), video.format(), video.colour());
        fields = video.interlaced() ? new DeinterlacedFrames(file, video, frames, converter, order) : null;
    }

    /**
     * Opens a file that was probed.
     *
     * @param info what {@link MediaProbe} found
     * @return its frames, at the first one
     * @throws IOException if the file cannot be read now, but perhaps later
     */
    public static FrameReader open(MediaInfo info) throws IOException {
        return open(MediaSource.of(info.file()), info.video(), MediaLimits.DEFAULT, defaultThreads());
    }

    /**
     * Probes a file and opens it.
     *
     * @param file a video
     * @param limits what is refused
     * @return its frames, at the first one
     * @throws IOException if the file cannot be read now, but perhaps later
     */
    public static FrameReader open(Path file, MediaLimits limits) throws IOException {
        VideoInfo video = MediaProbe.probe(file, limits).video();
        return open(MediaSource.of(file), video, limits, defaultThreads());
    }

    /**
     * Opens a source of which the index is known, from a job's manifest for example, without reading it through again.
     *
     * @param source the bytes, the same as when they were probed
     * @param video what {@link MediaProbe} found
     * @param limits what is refused
     * @param threads decoder threads, at least 1; they make no difference to the frames
     * @return its frames, at the first one
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public static FrameReader open(MediaSource source, VideoInfo video, MediaLimits limits, int threads)
            throws IOException {
        DecodedFrames decoded = decode(source, video, video.stream(), limits, threads);
        return new FrameReader(
                source, video, decoded, video.frames(), 0, video.frames().count());
    }

    /**
     * Opens a part of a video. Its frames are read by their indices in the whole video; there are no others.
     *
     * @param source what {@link PartCutter} wrote
     * @param part what it said of it
     * @param video the whole video
     * @param limits what is refused
     * @param threads decoder threads, at least 1; they make no difference to the frames
     * @return its frames, at the part's first one
     * @throws IOException if the part cannot be read now, but perhaps later
     */
    public static FrameReader open(MediaSource source, VideoPart part, VideoInfo video, MediaLimits limits, int threads)
            throws IOException {
        DecodedFrames decoded = decode(source, video, 0, limits, threads);
        try {
            Rational unit = Ffmpeg.rational(decoded.demuxer().stream().time_base());
            FrameIndex index = part.index(video.frames(), unit);
            return new FrameReader(source, video, decoded, index, part.first(), part.end());
        } catch (RuntimeException e) {
            decoded.close();
            throw e;
        }
    }

    private static DecodedFrames decode(
            MediaSource source, VideoInfo video, int stream, MediaLimits limits, int threads) throws IOException {
        if (threads < 1) {
            throw new IllegalArgumentException("a decoder needs at least 1 thread, got " + threads);
        }
        limits.checkSize(source.name(), video.width(), video.height());
        return new DecodedFrames(source, limits, stream, threads);
    }

    @Override
    public VideoInfo video() {
        return video;
    }

    @Override
    public void seek(int frame) {
        if (frame < first || frame >= end) {
            throw new IllegalArgumentException("frame must be in " + first + ".." + (end - 1) + ", got " + frame);
        }
        next = frame;
    }

    @Override
    public void read(Picture into) {
        if (next >= end) {
            throw new IllegalStateException(file + ": has no frame after " + (next - 1) + ", its last one");
        }
        if (into.width() != video.width()
                || into.height() != video.height()
                || !into.format().equals(video.format())) {
            throw new IllegalArgumentException("the picture must be " + video.format() + " " + video.width() + "x"
                    + video.height() + ", got " + into.format() + " " + into.width() + "x" + into.height());
        }
        AVFrame frame = fields != null ? fields.get(next) : frames.get(next);
        boolean bad = fields != null ? fields.damaged() : frames.damaged();
        if (frame != null && fields == null) {
            frame = converter.convert(frame);
        }
        if (frame == null) {
            bad = true;
            PictureCopy.black(into, video.effectiveColour().fullRange());
        } else {
            PictureCopy.copy(frame, into);
        }
        into.pts(video.frames().pts()[next]);
        into.damaged(bad);
        if (bad) {
            damaged.set(next);
        }
        next++;
    }

    @Override
    public BitSet damagedFrames() {
        return (BitSet) damaged.clone();
    }

    @Override
    public void close() {
        if (fields != null) {
            fields.close();
        }
        converter.close();
        frames.close();
    }

    private static int defaultThreads() {
        return Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
    }
}
