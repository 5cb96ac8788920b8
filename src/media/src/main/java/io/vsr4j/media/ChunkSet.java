package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The chunks of one video as one run of packets, checked against the plan before any is used. */
final class ChunkSet implements AutoCloseable {
    private final List<Path> paths;
    private final JoinPlan plan;
    private final ChunkHeader header;
    private final DecodeTimes times;
    private int chunk = -1;
    private ChunkReader reader;
    private int packets;
    private int captionsLost;

    /**
     * Reads the times of all chunks, in coding order.
     *
     * @throws BrokenOutputException if a chunk is damaged, or the frames are not those of the plan
     */
    ChunkSet(List<Path> paths, JoinPlan plan) throws IOException {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one chunk to join");
        }
        this.paths = paths;
        this.plan = plan;
        LongList pts = new LongList();
        try (ChunkReader first = new ChunkReader(paths.get(0))) {
            header = first.header();
            for (Path path : paths) {
                try (ChunkReader next = new ChunkReader(path)) {
                    if (!next.joins(first)) {
                        throw new BrokenOutputException("chunk " + path + " was encoded otherwise than " + paths.get(0)
                                + ": sizes, settings and codec headers must be equal");
                    }
                    int start = pts.size();
                    for (long t = next.skip(); t != AV_NOPTS_VALUE; t = next.skip()) {
                        pts.add(t);
                    }
                    captionsLost += next.captionsLost();
                    checkFrames(path, pts, start);
                }
            }
        }
        if (pts.size() != plan.count()) {
            throw new BrokenOutputException(
                    "expected " + plan.count() + " frames, found " + pts.size() + " in " + paths.size() + " chunks");
        }
        if (!header.timeBase().equals(plan.frames().timeBase())) {
            throw new BrokenOutputException("chunks count time in " + header.timeBase() + ", the plan in "
                    + plan.frames().timeBase());
        }
        times = DecodeTimes.of(pts.toArray());
    }

    /** A chunk's frames, put in order, are the plan's next ones. */
    private void checkFrames(Path path, LongList pts, int start) {
        long[] own = pts.from(start);
        Arrays.sort(own);
        for (int i = 0; i < own.length; i++) {
            if (start + i >= plan.count() || own[i] != plan.pts(start + i)) {
                throw new BrokenOutputException("chunk " + path + ": expected "
                        + (start + i < plan.count() ? "a frame at " + plan.pts(start + i) : "no more frames")
                        + ", found one at " + own[i] + " (unit " + plan.frames().timeBase() + " s)");
            }
        }
    }

    ChunkHeader header() {
        return header;
    }

    DecodeTimes times() {
        return times;
    }

    int captionsLost() {
        return captionsLost;
    }

    /** Reads the next packet with times and duration of the plan; false at the end. */
    boolean next(AVPacket into) throws IOException {
        while (true) {
            if (reader == null) {
                if (++chunk == paths.size()) {
                    return false;
                }
                reader = new ChunkReader(paths.get(chunk));
            }
            if (reader.next(into)) {
                long pts = into.pts();
                int frame = plan.frameAt(pts);
                into.dts(times.dts()[packets++]).duration(plan.timeAfter(frame) - pts);
                return true;
            }
            reader.close();
            reader = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
