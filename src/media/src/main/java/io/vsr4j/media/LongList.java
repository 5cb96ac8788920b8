package io.vsr4j.media;

import java.util.Arrays;

/** A growing list of numbers: times of packets, eight bytes each. */
final class LongList {
    private long[] values = new long[256];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int index) {
        return values[index];
    }

    long[] toArray() {
        return from(0);
    }

    /** {@return a copy of the numbers from that one on} */
    long[] from(int start) {
        return Arrays.copyOfRange(values, start, size);
    }
}
