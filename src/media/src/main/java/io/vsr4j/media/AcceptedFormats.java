package io.vsr4j.media;

import java.util.Set;

/**
 * The containers that are read, by the names of FFmpeg's demuxers. Each holds its own data; none names other files or
 * addresses, as playlists do.
 */
final class AcceptedFormats {
    private static final Set<String> NAMES = Set.of(
            "mov",
            "matroska",
            "mpegts",
            "mpeg",
            "avi",
            "flv",
            "ogg",
            "mxf",
            "nut",
            "ivf",
            "asf",
            "dv",
            "gif",
            "apng",
            "yuv4mpegpipe",
            "h264",
            "hevc",
            "vvc",
            "mpegvideo",
            "m4v",
            "obu",
            "av1",
            "mjpeg",
            "dirac",
            "vc1",
            "h263",
            // Sound alone: opened to be able to say so.
            "mp3",
            "flac",
            "wav",
            "aac");

    private static final Set<String> PLAYLISTS =
            Set.of("hls", "concat", "dash", "sdp", "rtsp", "rtp", "imf", "tedcaptions");

    private AcceptedFormats() {}

    /** {@return the same as FFmpeg's {@code format_whitelist}} */
    static String whitelist() {
        return String.join(",", NAMES);
    }

    /**
     * Refuses what is not on the list.
     *
     * @param file what the message calls the file
     * @param format names of the demuxer, with commas
     */
    static void check(String file, String format) {
        String found = format.split(",")[0];
        if (NAMES.contains(found)) {
            return;
        }
        if (PLAYLISTS.contains(found)) {
            throw new MediaException(file + ": is a playlist ('" + found
                    + "') that names other files, and none of them is read; give the video itself");
        }
        if (found.endsWith("_pipe") || found.equals("image2")) {
            throw new MediaException(file + ": is a single picture ('" + found
                    + "'), not a video; give a folder or a pattern of pictures");
        }
        throw new MediaException(file + ": is of the kind '" + found
                + "', which is not read; convert it to MP4, MOV, MKV, WebM, MPEG-TS or AVI");
    }
}
