package io.vsr4j.media;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a joined file must hold: which frames at which times, and whose other streams. */
public final class JoinPlan {
    private final Path source;
    private final int videoStream;
    private final FrameIndex frames;
    private final int first;
    private final int end;

    private JoinPlan(Path source, int videoStream, FrameIndex frames, int first, int end) {
        this.source = source;
        this.videoStream = videoStream;
        this.frames = frames;
        this.first = first;
        this.end = end;
    }

    /**
     * A whole video with everything that its source has beside it.
     *
     * @param source file that the other streams come from
     * @param video the track that was restored
     */
    public static JoinPlan of(Path source, VideoInfo video) {
        return new JoinPlan(
                source, video.stream(), video.frames(), 0, video.frames().count());
    }

    /** A video with nothing beside it, from pictures for example. */
    public static JoinPlan withoutSource(FrameIndex frames) {
        return new JoinPlan(null, -1, frames, 0, frames.count());
    }

    /**
     * A part of it, moved to begin at 0; other streams are cut to it at whole packets, and keep their offset to it.
     *
     * @param from first frame
     * @param to frame after the last one
     */
    public JoinPlan range(int from, int to) {
        if (from < 0 || to > frames.count() || from >= to) {
            throw new IllegalArgumentException(
                    "frames must be a part of 0.." + frames.count() + ", got " + from + ".." + to);
        }
        return new JoinPlan(source, videoStream, frames, from, to);
    }

    /** {@return file that the other streams come from} */
    public Optional<Path> source() {
        return Optional.ofNullable(source);
    }

    /** {@return index of the restored track in the source} */
    public int videoStream() {
        return videoStream;
    }

    /** {@return times of all frames of the source} */
    public FrameIndex frames() {
        return frames;
    }

    /** {@return number of frames} */
    public int count() {
        return end - first;
    }

    /** {@return presentation time in the source of the n-th frame of the part} */
    public long pts(int n) {
        return frames.pts()[first + n];
    }

    /** {@return time in the source at which the part ends} */
    public long endPts() {
        return end < frames.count() ? frames.pts()[end] : frames.end();
    }

    /** {@return time in the source at which the part begins, 0 for the whole, which keeps its times} */
    public long origin() {
        return whole() ? 0 : pts(0);
    }

    /** {@return whether nothing is cut} */
    public boolean whole() {
        return count() == frames.count();
    }

    /** {@return which frame of the part is shown at a time of the source} */
    int frameAt(long pts) {
        return Arrays.binarySearch(frames.pts(), first, end, pts) - first;
    }

    /** {@return when the frame after the n-th is shown, or the end} */
    long timeAfter(int n) {
        return n + 1 < count() ? pts(n + 1) : endPts();
    }

    /** {@return index in the source of the first frame} */
    public int first() {
        return first;
    }
}
