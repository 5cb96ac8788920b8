package io.vsr4j.media;

import java.nio.ByteBuffer;

/** Bits of a NAL unit, without the bytes that keep start codes out of it. Behind the end there are zeros. */
final class NalBits {
    private final ByteBuffer data;
    private final int end;
    private int at;
    private int bit;
    private int zeros;

    NalBits(ByteBuffer data, int from, int end) {
        this.data = data;
        this.end = end;
        this.at = from;
    }

    /** {@return whether all bytes are read} */
    boolean ended() {
        return at >= end;
    }

    int bit() {
        if (bit == 0 && zeros >= 2 && at < end && data.get(at) == 3) {
            at++; // emulation prevention
            zeros = 0;
        }
        if (at >= end) {
            return 0;
        }
        int value = data.get(at) >> (7 - bit) & 1;
        if (++bit == 8) {
            zeros = data.get(at) == 0 ? zeros + 1 : 0;
            bit = 0;
            at++;
        }
        return value;
    }

    /** {@return the next bits as a number, at most 32} */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** {@return an Exp-Golomb coded number, ue(v); -1 if there is none} */
    long unsigned() {
        int zeroBits = 0;
        while (bit() == 0) {
            if (++zeroBits > 31 || ended()) {
                return -1;
            }
        }
        return (1L << zeroBits) - 1 + bits(zeroBits);
    }
}
