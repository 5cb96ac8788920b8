package io.vsr4j.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rewrites the edit list of an MP4 file whose index has free room behind it. */
final class EditList {
    private EditList() {}

    /** {@return the file, with an edit list that shows 0.4 s to 1.2 s and then the whole of it} */
    static byte[] showTwice(byte[] mp4) {
        ByteBuffer file = ByteBuffer.wrap(mp4);
        int moov = find(mp4, "moov", 0);
        int track = find(mp4, "trak", moov);
        int edits = find(mp4, "edts", track);
        int list = find(mp4, "elst", edits);
        int end = list + file.getInt(list);
        int scale = file.getInt(find(mp4, "mdhd", track) + 20);
        int movieScale = file.getInt(find(mp4, "mvhd", moov) + 20);
        int first = file.getInt(list + 20);
        int delay = first; // media time at which the first frame is shown
        ByteBuffer more = ByteBuffer.allocate(24);
        more.putInt(movieScale * 8 / 10).putInt(delay + scale * 4 / 10).putInt(1 << 16);
        more.putInt(movieScale * 2).putInt(delay).putInt(1 << 16);
        int added = 12;
        int free = find(mp4, "free", moov);
        byte[] out = new byte[mp4.length];
        System.arraycopy(mp4, 0, out, 0, list + 16);
        System.arraycopy(more.array(), 0, out, list + 16, 24);
        System.arraycopy(mp4, end, out, end + added, free - end);
        System.arraycopy(mp4, free, out, free + added, 8);
        System.arraycopy(mp4, free + added + 8, out, free + added + 8, mp4.length - free - added - 8);
        ByteBuffer patched = ByteBuffer.wrap(out);
        for (int box : new int[] {moov, track, edits, list}) {
            patched.putInt(box, patched.getInt(box) + added);
        }
        patched.putInt(list + 12, 2);
        patched.putInt(free + added, file.getInt(free) - added);
        return out;
    }

    private static int find(byte[] file, String type, int from) {
        byte[] wanted = type.getBytes(StandardCharsets.US_ASCII);
        for (int i = from; i < file.length - 8; i++) {
            if (Arrays.equals(file, i + 4, i + 8, wanted, 0, 4)) {
                return i;
            }
        }
        throw new AssertionError("no box " + type);
    }
}
