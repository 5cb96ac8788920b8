package io.vsr4j.training.data;

import java.util.Random;

/** A rectangle of a frame, in pixels. */
record Cut(int left, int top, int width, int height) {
    /** {@return a rectangle of that size anywhere in a frame, at multiples of {@code step}} */
    static Cut draw(Random random, int frameWidth, int frameHeight, int width, int height, int step) {
        int left = random.nextInt((frameWidth - width) / step + 1) * step;
        int top = random.nextInt((frameHeight - height) / step + 1) * step;
        return new Cut(left, top, width, height);
    }

    /** {@return the same place in frames that are smaller} */
    Cut dividedBy(int scale) {
        return new Cut(left / scale, top / scale, width / scale, height / scale);
    }
}
