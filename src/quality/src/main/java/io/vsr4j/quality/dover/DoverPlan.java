package io.vsr4j.quality.dover;

import java.util.Arrays;
import java.util.Random;

/**
 * Which frames of a video are looked at, and where.
 *
 * @param technical indices of the frames of the technical branch, clip after clip
 * @param aesthetic indices of the frames of the aesthetic branch
 * @param down of each clip, how many rows each fragment lies below the corner of its cell
 * @param right of each clip, the same in columns
 */
record DoverPlan(int[] technical, int[] aesthetic, int[][] down, int[][] right) {
    /** Three clips of 32 frames, every second one. */
    static final FrameSampler TECHNICAL = new FrameSampler(32, 3, 2);

    /** 32 frames, evenly over the video. */
    static final FrameSampler AESTHETIC = new FrameSampler(1, 32, 2);

    /**
     * Chooses at random, with {@link Random} and the given seed: first where the frames of each technical segment begin,
     * then of each aesthetic one; then how far each fragment lies down, row by row, in a row by column, in a cell by clip;
     * then, in the same order, how far right. Where there is only one place, nothing is drawn.
     *
     * @param frames of the video
     * @param width of the frames in pixels
     * @param height of the frames in pixels
     * @param seed equal seeds choose alike
     * @return the plan
     */
    static DoverPlan draw(int frames, int width, int height, long seed) {
        Random random = new Random(seed);
        Fragments grid = Fragments.PUBLISHED;
        int[] technical = TECHNICAL.indices(frames, offsets(random, TECHNICAL, frames));
        int[] aesthetic = AESTHETIC.indices(frames, offsets(random, AESTHETIC, frames));
        int[][] down = offsets(random, grid, grid.places(height, grid.rows()));
        int[][] right = offsets(random, grid, grid.places(width, grid.columns()));
        return new DoverPlan(technical, aesthetic, down, right);
    }

    private static int[] offsets(Random random, FrameSampler sampler, int frames) {
        int[] offsets = new int[sampler.segments()];
        Arrays.setAll(offsets, segment -> draw(random, sampler.places(frames)));
        return offsets;
    }

    private static int[][] offsets(Random random, Fragments grid, int places) {
        int[][] offsets = new int[TECHNICAL.segments()][grid.cells()];
        for (int cell = 0; cell < grid.cells(); cell++) {
            for (int clip = 0; clip < offsets.length; clip++) {
                offsets[clip][cell] = draw(random, places);
            }
        }
        return offsets;
    }

    private static int draw(Random random, int places) {
        return places > 1 ? random.nextInt(places) : 0;
    }

    /** {@return the clip that a frame of the technical branch belongs to} */
    int clip(int slot) {
        return slot / TECHNICAL.length();
    }

    /** {@return whether any branch looks at a frame} */
    boolean wants(int frame) {
        return Arrays.stream(technical).anyMatch(i -> i == frame)
                || Arrays.stream(aesthetic).anyMatch(i -> i == frame);
    }
}
