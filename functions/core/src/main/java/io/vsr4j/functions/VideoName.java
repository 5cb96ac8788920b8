package io.vsr4j.functions;

import io.vsr4j.upscale.InvalidRequestException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user calls a video. It is data: any text, from which a name is made that can stand in a bucket and on a disk.
 *
 * @param text as the user gave it
 */
public record VideoName(String text) {
    private static final String NAMELESS = "video";
    /** File systems take 255 bytes, of which the names of results and side-cars need some. */
    private static final int MOST_BYTES = 150;
    /** Whoever lists jobs reads all their names. */
    private static final int MOST_CHARACTERS = 1000;

    private static final Pattern EXTENSION = Pattern.compile("(.+)(\\.[A-Za-z0-9]{1,10})");

    /**
     * {@return a name, which may be null}
     *
     * @throws InvalidRequestException if it is too long to be one
     */
    public static VideoName of(String text) {
        if (text != null && text.length() > MOST_CHARACTERS) {
            throw new InvalidRequestException("the video's name has " + text.length() + " characters, and may have "
                    + MOST_CHARACTERS + "; give it a shorter one");
        }
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
        Matcher parts = EXTENSION.matcher(plain);
        String stem = parts.matches() ? parts.group(1) : plain;
        String extension = parts.matches() ? parts.group(2) : "";
        if (extension.equalsIgnoreCase(".json")) {
            extension += "_";
        }
        stem = FileName.cut(stem.replaceAll("^\\.+|[.\\s]+$", ""), MOST_BYTES);
        return (stem.isEmpty() ? NAMELESS : stem) + extension;
    }
}
