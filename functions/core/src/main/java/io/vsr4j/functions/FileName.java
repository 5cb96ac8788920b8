package io.vsr4j.functions;

import java.nio.charset.StandardCharsets;

/** Last parts of objects' names. Whoever keeps objects as files, or downloads one, has to make a file of that name. */
final class FileName {
    /** File systems take 255, and servers that keep objects as files add a word while they write. */
    private static final int MOST_BYTES = 200;

    private FileName() {}

    /**
     * {@return a name that is no longer than files may have}
     *
     * @param name how it begins; shortened if need be, by whole characters
     * @param end how it ends
     */
    static String of(String name, String end) {
        return cut(name, MOST_BYTES - bytes(end)) + end;
    }

    /** {@return how a text begins, in whole characters of at most so many bytes} */
    static String cut(String text, int most) {
        int end = text.length();
        while (end > 0 && bytes(text.substring(0, end)) > most) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    /** {@return length of a name as objects count it} */
    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
