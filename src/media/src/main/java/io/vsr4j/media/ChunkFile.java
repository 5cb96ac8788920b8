package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** A chunk by itself: whether it is whole, and what a plan wants in its place. */
public final class ChunkFile {
    private ChunkFile() {}

    /**
     * Reads a chunk from beginning to end.
     *
     * @param chunk file of a {@link FrameWriter}
     * @param frames times of all frames of the video
     * @param first index of the first frame that it must hold
     * @param end index after the last one
     * @param video what its pictures must be
     * @throws BrokenOutputException if it is damaged, or holds something else
     * @throws IOException if it cannot be read
     */
    public static void check(Path chunk, FrameIndex frames, int first, int end, OutputVideo video) throws IOException {
        AVPacket packet = av_packet_alloc();
        LongList pts = new LongList();
        try (ChunkReader reader = new ChunkReader(chunk)) {
            ChunkHeader header = reader.header();
            demand(chunk, "pictures of", size(video.width(), video.height()), size(header.width(), header.height()));
            demand(chunk, "time in", video.timeBase(), header.timeBase());
            while (reader.next(packet)) {
                pts.add(packet.pts());
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        demand(chunk, "frames:", end - first, pts.size());
        long[] found = pts.toArray();
        Arrays.sort(found);
        int differs = Arrays.mismatch(found, Arrays.copyOfRange(frames.pts(), first, end));
        if (differs >= 0) {
            demand(chunk, "frame " + (first + differs) + " at", frames.pts()[first + differs], found[differs]);
        }
    }

    private static String size(int width, int height) {
        return width + "x" + height;
    }

    private static void demand(Path chunk, String what, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            throw new BrokenOutputException(
                    "chunk " + chunk.getFileName() + ": expected " + what + " " + wanted + ", found " + found);
        }
    }
}
