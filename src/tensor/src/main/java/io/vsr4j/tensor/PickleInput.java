package io.vsr4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle; every length is checked against what is left before it sizes anything. */
final class PickleInput {
    private final String what;
    private final ByteBuffer bytes;

    PickleInput(String what, ByteBuffer bytes) {
        this.what = what;
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    int remaining() {
        return bytes.remaining();
    }

    int u8() {
        return need(1).get() & 0xff;
    }

    int u16() {
        return need(2).getShort() & 0xffff;
    }

    int i32() {
        return need(4).getInt();
    }

    long i64() {
        return need(8).getLong();
    }

    /** Protocol 1 and later write numbers with the high byte first here. */
    double f64() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    byte[] bytes(long count) {
        byte[] copy = new byte[(int) Math.min(count, need(count).remaining())];
        bytes.get(copy);
        return copy;
    }

    String text(long count) {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    String line() {
        for (int end = bytes.position(); end < bytes.limit(); end++) {
            if (bytes.get(end) == '\n') {
                String line = text(end - bytes.position());
                bytes.get();
                return line;
            }
        }
        throw fail("ends within a line");
    }

    CheckpointException fail(String problem) {
        return new CheckpointException(what + ": the pickle " + problem + " (byte " + bytes.position() + ")");
    }

    private ByteBuffer need(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw fail("needs " + Long.toUnsignedString(count) + " more bytes, " + bytes.remaining()
                    + " are left; damaged, or truncated");
        }
        return bytes;
    }
}
