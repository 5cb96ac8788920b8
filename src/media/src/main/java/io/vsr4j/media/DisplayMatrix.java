package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a player turns the picture.
 *
 * @param rotation clockwise degrees, the nearest of 0, 90, 180 and 270
 * @param exact whether the matrix does just that: no mirror, no other angle
 */
record DisplayMatrix(int rotation, boolean exact) {
    /** Nothing is turned. */
    static final DisplayMatrix NONE = new DisplayMatrix(0, true);

    static DisplayMatrix of(BytePointer sideData) {
        int[] matrix = new int[9];
        new IntPointer(sideData).get(matrix);
        double counterClockwise = av_display_rotation_get(matrix);
        if (Double.isNaN(counterClockwise)) {
            return NONE;
        }
        int turn = Math.floorMod((int) Math.round(-counterClockwise / 90) * 90, 360);
        // a d - b c of the upper left 2x2 part: negative where left and right are exchanged.
        boolean mirrored = (double) matrix[0] * matrix[4] - (double) matrix[1] * matrix[3] < 0;
        double off = Math.abs(counterClockwise + turn) % 360;
        return new DisplayMatrix(turn, !mirrored && Math.min(off, 360 - off) < 0.5);
    }
}
