package io.vsr4j.media;

import java.nio.ByteBuffer;

/** Walks through the NAL units of one packet of H.264 or HEVC, whichever way they are delimited. */
final class NalUnits {
    private final ByteBuffer data;
    private final int lengthBytes;
    private int start;
    private int end;

    /**
     * @param data the packet
     * @param lengthBytes bytes of the length before each unit, 0 if start codes separate them
     */
    NalUnits(ByteBuffer data, int lengthBytes) {
        this.data = data;
        this.lengthBytes = lengthBytes;
        end = lengthBytes > 0 ? 0 : startCode(0);
    }

    /**
     * {@return bytes of the length before each unit}
     *
     * @param header the codec's header in the container, avcC or hvcC, or units with start codes
     * @param at where avcC or hvcC has the number
     */
    static int lengthBytes(ByteBuffer header, int at) {
        // Both begin with version 1; a start code begins with 0.
        return header.limit() > at && header.get(0) == 1 ? (header.get(at) & 3) + 1 : 0;
    }

    /** Goes to the next unit. {@return false at the end} */
    boolean next() {
        if (lengthBytes > 0) {
            return nextByLength();
        }
        if (end >= data.limit()) {
            return false;
        }
        start = end + 3;
        end = startCode(start);
        return start < end;
    }

    /** {@return bytes of the unit} */
    int size() {
        return end - start;
    }

    /** {@return a byte of the unit, header included, as 0..255} */
    int at(int offset) {
        return data.get(start + offset) & 0xff;
    }

    /** {@return bits of the unit from that byte on} */
    NalBits bits(int offset) {
        return new NalBits(data, start + offset, end);
    }

    private boolean nextByLength() {
        if (data.limit() - end < lengthBytes) {
            return false;
        }
        long length = 0;
        for (int i = 0; i < lengthBytes; i++) {
            length = length << 8 | data.get(end + i) & 0xff;
        }
        start = end + lengthBytes;
        end = (int) Math.min(data.limit(), start + length);
        return start < end;
    }

    /** {@return where the next start code begins, or the end of the packet} */
    private int startCode(int from) {
        for (int i = from; i + 3 <= data.limit(); i++) {
            if (data.get(i) == 0 && data.get(i + 1) == 0 && data.get(i + 2) == 1) {
                return i;
            }
        }
        return data.limit();
    }
}
