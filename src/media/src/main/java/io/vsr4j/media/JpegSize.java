package io.vsr4j.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a JPEG's size from its frame header, over all that comes before. A decoder that is given the first bytes alone may
 * take the thumbnail in them for the picture.
 */
final class JpegSize {
    private static final int FIRST_FRAME = 0xC0;
    private static final int LAST_FRAME = 0xCF;

    private JpegSize() {}

    /** {@return width and height; 0 where there is no frame header} */
    static int[] of(FileChannel file) throws IOException {
        ByteBuffer segment = ByteBuffer.allocate(9);
        long at = 2;
        while (read(file, at, segment) && (segment.get(0) & 0xff) == 0xff) {
            int marker = segment.get(1) & 0xff;
            if (marker == 0xff) {
                at++; // markers may be padded
                continue;
            }
            // Tables of Huffman codes and of arithmetic coding, and an extension, lie among the frame headers.
            if (marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
                return new int[] {segment.getShort(7) & 0xffff, segment.getShort(5) & 0xffff};
            }
            at += 2 + (segment.getShort(2) & 0xffff);
        }
        return new int[2];
    }

    private static boolean read(FileChannel file, long at, ByteBuffer into) throws IOException {
        into.clear();
        while (into.hasRemaining()) {
            if (file.read(into, at + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }
}
