package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** What every call into FFmpeg needs: loading it, keeping it silent, and turning return codes into exceptions. */
final class Ffmpeg {
    static {
        av_log_set_level(AV_LOG_QUIET);
        silenceSvt();
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

    /**
     * SVT-AV1 writes to standard error by itself, and only an environment variable stops it. Java cannot set one for
     * its own process, so {@code setenv} of the C library is called through a binding of equal shape; a value that the
     * user has set stays.
     */
    private static void silenceSvt() {
        Pointer setenv = Loader.addressof("setenv");
        if (setenv == null) {
            return;
        }
        // A function pointer of JavaCPP is the address of a pair: the C function, and a Java object or null.
        LongPointer pair = new LongPointer(2).put(0, setenv.address()).put(1, 0L);
        try (BytePointer name = new BytePointer("SVT_LOG");
                BytePointer fatalOnly = new BytePointer("0")) {
            new Read_packet_Pointer_BytePointer_int(pair).call(name, fatalOnly, 0);
        }
    }
}
