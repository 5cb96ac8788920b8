package io.vsr4j.functions;

import java.nio.charset.StandardCharsets;

/**
 * What a user calls a video. It is data: any text, from which a name is made that can stand in a bucket and on a disk.
 *
 * @param text as the user gave it
 */
public record VideoName(String text) {
    private static final String NAMELESS = "video";
    /** File systems take 255 bytes, of which the names of results and side-cars need some. */
    private static final int MOST_BYTES = 150;

    private static final int MOST_EXTENSION = 12;

    /** {@return a name, which may be null} */
    public static VideoName of(String text) {
        return new VideoName(text == null ? "" : text);
    }

    /**
     * {@return the last part of the text, without what no file system takes, and not too long; its extension stays} It never
     * ends in {@code .json}, since such an object begins no job.
     */
    public String forObjects() {
        String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        String plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}<>:\"|?*\\uFFFE\\uFFFF]", "_")
                .strip();
        int dot = plain.lastIndexOf('.');
        boolean hasExtension = dot > 0 && plain.length() - dot <= MOST_EXTENSION;
        String stem = hasExtension ? plain.substring(0, dot) : plain;
        String extension = hasExtension ? plain.substring(dot) : "";
        if (extension.equalsIgnoreCase(".json")) {
            extension += "_";
        }
        stem = cut(stem.replaceAll("^\\.+|[.\\s]+$", ""), MOST_BYTES);
        return (stem.isEmpty() ? NAMELESS : stem) + cut(extension, MOST_BYTES);
    }

    private static String cut(String text, int bytes) {
        int end = text.length();
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }
}
