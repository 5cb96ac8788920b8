package io.vsr4j.media;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** What a folder's files are taken for, by their extensions. A video that is named itself may have any. */
public final class FileKinds {
    private static final Set<String> VIDEOS = Set.of(
            "mp4", "m4v", "mov", "qt", "3gp", "mkv", "webm", "avi", "ts", "mts", "m2ts", "mpg", "mpeg", "vob", "flv",
            "wmv", "asf", "ogv", "mxf", "nut", "ivf", "dv", "gif", "y4m", "h264", "264", "h265", "265", "hevc", "obu");
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "tif", "tiff");

    private FileKinds() {}

    /** {@return whether it is a video by its extension} */
    public static boolean isVideo(Path file) {
        return VIDEOS.contains(extension(file));
    }

    /** {@return whether it is a picture by its extension} */
    public static boolean isPicture(Path file) {
        return PICTURES.contains(extension(file));
    }

    /** {@return what follows the last dot of the name, in lower case; empty if there is none} */
    public static String extension(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** {@return the name without its extension} */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }
}
