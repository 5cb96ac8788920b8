package io.vsr4j.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Patches headers of clips, so that they lie. */
final class Headers {
    private Headers() {}

    /** Changes the size wherever the container says it. */
    static void replaceSize(byte[] file, String name, int oldWidth, int oldHeight, int width, int height) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int replaced = 0;
        for (int i = 0; i + 8 < file.length; i++) {
            if (name.endsWith("avi")) {
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                if (bytes.getInt(i) == oldWidth && bytes.getInt(i + 4) == oldHeight) {
                    bytes.putInt(i, width).putInt(i + 4, height);
                    replaced++;
                }
            } else if (name.endsWith("mkv")) {
                // PixelWidth B0 and PixelHeight BA, two bytes each
                if (file[i] == (byte) 0xb0 && file[i + 1] == (byte) 0x82 && bytes.getShort(i + 2) == oldWidth) {
                    bytes.putShort(i + 2, (short) width);
                    replaced++;
                } else if (file[i] == (byte) 0xba && file[i + 1] == (byte) 0x82 && bytes.getShort(i + 2) == oldHeight) {
                    bytes.putShort(i + 2, (short) height);
                }
            } else if (bytes.getShort(i) == oldWidth && bytes.getShort(i + 2) == oldHeight) {
                bytes.putShort(i, (short) width).putShort(i + 2, (short) height);
                replaced++;
            }
        }
        if (replaced == 0) {
            throw new AssertionError("no size in " + name);
        }
    }

    /** Replaces a text by one of equal length, everywhere. */
    static void replaceAll(byte[] file, String text, String other) {
        byte[] from = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + from.length <= file.length; i++) {
            if (new String(file, i, from.length, StandardCharsets.ISO_8859_1).equals(text)) {
                System.arraycopy(other.getBytes(StandardCharsets.US_ASCII), 0, file, i, from.length);
            }
        }
    }

    /** Zeroes the sample data of a movie, and makes its data reference name another file. */
    static void referTo(byte[] movie, Path other) {
        String text = new String(movie, StandardCharsets.ISO_8859_1);
        int data = text.indexOf("mdat");
        ByteBuffer bytes = ByteBuffer.wrap(movie);
        int size = bytes.getInt(data - 4);
        java.util.Arrays.fill(movie, data + 4, data - 4 + size, (byte) 0);
        int reference = text.indexOf("url ");
        if (reference < 0) {
            reference = text.indexOf("alis");
        }
        System.arraycopy("url ".getBytes(StandardCharsets.US_ASCII), 0, movie, reference, 4);
        bytes.putInt(reference + 4, 0); // not in this file
    }
}
