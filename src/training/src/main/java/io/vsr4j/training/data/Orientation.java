package io.vsr4j.training.data;

import io.vsr4j.degrade.Raster;
import java.util.Random;

/**
 * One of the eight ways in which a rectangle of pixels can lie.
 *
 * @param transposed whether rows become columns, before all else
 * @param mirrored whether left and right change places
 * @param flipped whether top and bottom do
 */
record Orientation(boolean transposed, boolean mirrored, boolean flipped) {
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /**
     * Draws one.
     *
     * @param flips whether frames may be mirrored, either way
     * @param turns whether they may be turned by 90 degrees
     */
    static Orientation draw(Random random, boolean flips, boolean turns) {
        int quarters = random.nextInt(4);
        boolean mirrored = random.nextBoolean() && flips;
        boolean flipped = random.nextBoolean() && flips;
        quarters = turns ? quarters : 0;
        // A quarter turn is a transposition and a mirror; half a turn is both mirrors.
        return new Orientation(
                quarters % 2 == 1, mirrored ^ (quarters == 1 || quarters == 2), flipped ^ (quarters >= 2));
    }

    /** {@return a rectangle that comes to lie so} */
    Raster apply(Raster from) {
        if (equals(UPRIGHT)) {
            return from;
        }
        int w = transposed ? from.height() : from.width();
        int h = transposed ? from.width() : from.height();
        Raster into = Raster.of(w, h);
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < h; y++) {
                int row = flipped ? h - 1 - y : y;
                for (int x = 0; x < w; x++) {
                    int column = mirrored ? w - 1 - x : x;
                    int at = transposed ? column * from.width() + row : row * from.width() + column;
                    into.samples()[(plane * h + y) * w + x] = from.samples()[plane * w * h + at];
                }
            }
        }
        return into;
    }

    /** {@return the linear part: from pixels of what lies so to pixels of what it was made from} */
    Affine linear() {
        int across = mirrored ? -1 : 1;
        int down = flipped ? -1 : 1;
        return transposed ? new Affine(0, down, 0, across, 0, 0) : new Affine(across, 0, 0, 0, down, 0);
    }
}
