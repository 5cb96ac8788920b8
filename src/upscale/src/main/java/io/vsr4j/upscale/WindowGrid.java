package io.vsr4j.upscale;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the windows of a whole video lie, and how they are blended.
 *
 * <p>The grid restarts at each cut. In a shot of n frames, windows of L frames start at 0, s, 2s, ... with stride s = L -
 * overlap, the last one at n - L, so that every window is full; a shot shorter than L is one window of n frames. Nothing
 * here depends on chunks.
 *
 * <p>For a model with a causal autoencoder the stride is a multiple of its groups of frames, so that groups of neighbouring
 * windows are of the same frames, and so is their noise. The last window of a shot starts where it must: its groups may lie
 * across those of the window before. They then have the noise of the frames that they end on, another cut out of the same
 * field, and the fade leads from one to the other.
 */
public final class WindowGrid {
    private final int[] shots;
    private final int frames;
    private final int length;
    private final int stride;
    private final int fade;

    /**
     * Lays the grid.
     *
     * @param frames frames of the video, at least 1
     * @param shots index of the first frame of each shot, increasing, the first one 0
     * @param length frames in a window (L), at least 1
     * @param overlap frames that neighbouring windows share, 0 to L - 1
     * @param fade frames in the middle of an overlap over which windows are cross-faded, 0 (a switch) to {@code overlap}
     */
    public WindowGrid(int frames, List<Integer> shots, int length, int overlap, int fade) {
        if (frames < 1) {
            throw new IllegalArgumentException("a video needs at least 1 frame, got " + frames);
        }
        if (length < 1) {
            throw new IllegalArgumentException("a window needs at least 1 frame, got " + length);
        }
        if (overlap < 0 || overlap >= length) {
            throw new IllegalArgumentException("the overlap must be in 0.." + (length - 1) + " for windows of " + length
                    + " frames, got " + overlap);
        }
        if (fade < 0 || fade > overlap) {
            throw new IllegalArgumentException(
                    "the fade must be in 0.." + overlap + ", the frames that windows share, got " + fade);
        }
        this.shots = shots.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < this.shots.length; i++) {
            if (i == 0 ? this.shots[0] != 0 : this.shots[i] <= this.shots[i - 1] || this.shots[i] >= frames) {
                throw new IllegalArgumentException(
                        "shots must begin at 0 and increase below " + frames + ", got " + shots);
            }
        }
        if (this.shots.length == 0) {
            throw new IllegalArgumentException("a video has at least one shot");
        }
        this.frames = frames;
        this.length = length;
        this.stride = length - overlap;
        this.fade = fade;
    }

    /** {@return frames of the video} */
    public int frames() {
        return frames;
    }

    /**
     * {@return the shot that a frame is in, as if it were one window}
     *
     * @param frame index of the frame
     */
    public Window shot(int frame) {
        int shot = shotOf(frame);
        return new Window(shots[shot], cover(shot).extent());
    }

    /**
     * {@return the windows that have a part in any of the frames, in order} A window whose weight is 0 for all of them is
     * not among them.
     *
     * @param from first frame
     * @param to frame after the last one
     */
    public List<Window> touching(int from, int to) {
        if (from < 0 || to > frames || from >= to) {
            throw new IllegalArgumentException("no frames " + from + ".." + to + " in a video of " + frames);
        }
        List<Window> windows = new ArrayList<>();
        for (int shot = shotOf(from); shot < shots.length && shots[shot] < to; shot++) {
            Cover cover = cover(shot);
            int first = Math.max(from - shots[shot], 0);
            int end = Math.min(to - shots[shot], cover.extent());
            for (int i = cover.firstOver(first); i < cover.count() && cover.start(i) < end; i++) {
                if (takesPart(cover, i, first, end)) {
                    windows.add(window(shot, cover, i));
                }
            }
        }
        return windows;
    }

    /**
     * {@return the windows that make one frame, in order, with weights that add up to 1}
     *
     * @param frame index of the frame
     */
    public List<Share> sharesOf(int frame) {
        int shot = shotOf(frame);
        Cover cover = cover(shot);
        int place = frame - shots[shot];
        double sum = cover.sum(place);
        List<Share> shares = new ArrayList<>(2);
        for (int i = cover.firstOver(place); i < cover.count() && cover.start(i) <= place; i++) {
            double part = cover.part(i, place);
            if (part > 0) {
                shares.add(new Share(window(shot, cover, i), part / sum));
            }
        }
        return shares;
    }

    /**
     * What one window gives to one frame.
     *
     * @param window the window
     * @param weight above 0, up to 1
     */
    public record Share(Window window, double weight) {}

    private static boolean takesPart(Cover cover, int i, int from, int to) {
        for (int place = Math.max(from, cover.start(i)); place < Math.min(to, cover.end(i)); place++) {
            if (cover.part(i, place) > 0) {
                return true;
            }
        }
        return false;
    }

    private int shotOf(int frame) {
        if (frame < 0 || frame >= frames) {
            throw new IllegalArgumentException("no frame " + frame + " in a video of " + frames);
        }
        int at = Arrays.binarySearch(shots, frame);
        return at >= 0 ? at : -at - 2;
    }

    private Cover cover(int shot) {
        int end = shot + 1 < shots.length ? shots[shot + 1] : frames;
        return new Cover(end - shots[shot], length, stride, fade);
    }

    private Window window(int shot, Cover cover, int i) {
        return new Window(shots[shot] + cover.start(i), cover.length());
    }
}
