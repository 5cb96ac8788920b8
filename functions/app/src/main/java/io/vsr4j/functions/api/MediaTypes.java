package io.vsr4j.functions.api;

import java.util.Locale;
import java.util.Map;

/** Types of videos by the extensions of their names. */
final class MediaTypes {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_EXTENSION = Map.of(
            "mp4", "video/mp4",
            "m4v", "video/mp4",
            "mov", "video/quicktime",
            "mkv", "video/x-matroska",
            "webm", "video/webm",
            "avi", "video/x-msvideo",
            "ts", "video/mp2t",
            "mpg", "video/mpeg");

    private MediaTypes() {}

    /** {@return the type of a file of that name; of no name does a browser run anything} */
    static String of(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}
