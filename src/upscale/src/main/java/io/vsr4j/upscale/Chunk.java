package io.vsr4j.upscale;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames that are computed, encoded and kept as one piece.
 *
 * @param index position among the chunks
 * @param first index of its first frame in the video
 * @param frames number of frames
 */
public record Chunk(int index, int first, int frames) {
    /** {@return index after its last frame} */
    public int end() {
        return first + frames;
    }

    /**
     * {@return chunks that cover the frames once each, in order}
     *
     * @param from first frame
     * @param to frame after the last one
     * @param length frames in a chunk, at least 1; the last one may be shorter
     */
    public static List<Chunk> cover(int from, int to, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("a chunk needs at least 1 frame, got " + length);
        }
        List<Chunk> chunks = new ArrayList<>();
        for (int first = from; first < to; first += Math.min(length, to - first)) {
            chunks.add(new Chunk(chunks.size(), first, Math.min(length, to - first)));
        }
        return chunks;
    }
}
