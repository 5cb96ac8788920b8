package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;

/** What every call into FFmpeg needs: loading it, keeping it silent, and turning return codes into exceptions. */
final class Ffmpeg {
    private static final String MOST_MEMORY = "org.bytedeco.javacpp.maxPhysicalBytes";

    static {
        // JavaCPP else refuses memory when the whole process, networks included, is larger than twice Java's heap.
        if (System.getProperty(MOST_MEMORY) == null) {
            System.setProperty(MOST_MEMORY, "0");
        }
        av_log_set_level(AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** Loads the natives, once. */
    static void load() {}

    /** {@return the return code, if it is no error} */
    static int check(int ret, String what) {
        if (ret < 0) {
            throw new MediaException(what + ": " + text(ret));
        }
        return ret;
    }

    /** {@return the return code, if it is no error} What fails here is a disk, not a video. */
    static int checkWrite(int ret, Path file) throws IOException {
        if (ret < 0) {
            throw new IOException("cannot write " + file + ": " + text(ret));
        }
        return ret;
    }

    /** {@return FFmpeg's words for a return code} */
    static String text(int ret) {
        byte[] text = new byte[256];
        av_strerror(ret, text, text.length);
        int length = 0;
        while (length < text.length && text[length] != 0) {
            length++;
        }
        return new String(text, 0, length) + " (" + ret + ")";
    }

    static AVRational rational(Rational r) {
        return avutil.av_make_q(r.num(), r.den());
    }

    static Rational rational(AVRational r) {
        return new Rational(r.num(), r.den() == 0 ? 1 : r.den());
    }
}
