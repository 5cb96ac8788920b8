package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_NONSTRICT;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The containers that videos are written into, and what each can hold. */
public enum Container {
    /** MPEG-4 part 14. */
    MP4("mp4", List.of("mp4", "m4v"), EnumSet.of(Codec.H264, Codec.H265, Codec.AV1)),
    /** QuickTime. */
    MOV("mov", List.of("mov", "qt"), EnumSet.of(Codec.H264, Codec.H265, Codec.PRORES, Codec.FFV1)),
    /** Matroska; it counts milliseconds. */
    MKV("matroska", List.of("mkv"), EnumSet.allOf(Codec.class)),
    /** WebM; it counts milliseconds. */
    WEBM("webm", List.of("webm"), EnumSet.of(Codec.AV1)),
    /** MPEG transport stream. */
    TS("mpegts", List.of("ts", "mts", "m2ts"), EnumSet.of(Codec.H264, Codec.H265)),
    /** AVI; it keeps no presentation times, so frames come in order and at a constant rate. */
    AVI("avi", List.of("avi"), EnumSet.of(Codec.H264, Codec.FFV1)),
    /** NUT. */
    NUT("nut", List.of("nut"), EnumSet.allOf(Codec.class));

    private final String muxer;
    private final List<String> extensions;
    private final Set<Codec> codecs;

    Container(String muxer, List<String> extensions, Set<Codec> codecs) {
        this.muxer = muxer;
        this.extensions = extensions;
        this.codecs = codecs;
    }

    /**
     * {@return the container that a file's extension names}
     *
     * @throws MediaException if it names none
     */
    public static Container of(Path file) {
        String extension = extension(file);
        for (Container container : values()) {
            if (container.extensions.contains(extension)) {
                return container;
            }
        }
        throw new MediaException("cannot tell the container of " + file + " from "
                + (extension.isEmpty() ? "its name, which has no extension" : "the extension '" + extension + "'")
                + "; known: "
                + Arrays.stream(values()).flatMap(c -> c.extensions.stream()).collect(Collectors.joining(", ")));
    }

    /** {@return the extension that a file made from this source gets: the source's own if it can be written, else mkv} */
    public static String extensionFollowing(Path source) {
        String extension = extension(source);
        boolean known = Arrays.stream(values()).anyMatch(c -> c.extensions.contains(extension));
        return known ? extension : "mkv";
    }

    /** {@return whether a stream of that codec can be put in} */
    public boolean holds(Codec codec) {
        return codecs.contains(codec);
    }

    /** {@return the codec for pictures of that layout, where none is asked for} */
    public Codec defaultCodec(PixelFormat format) {
        if (this == WEBM) {
            return Codec.AV1;
        }
        return format.depth() == 8 || this == AVI ? Codec.H264 : Codec.H265;
    }

    /**
     * {@return the settings as this container needs them}
     *
     * @throws MediaException if it cannot hold the codec
     */
    public EncodeSettings adapt(EncodeSettings settings) {
        check(settings.codec());
        return this == AVI ? settings.withReorder(false) : settings;
    }

    /** Refuses a codec that cannot be put in. */
    void check(Codec codec) {
        if (!holds(codec)) {
            throw new MediaException(this + " does not hold " + codec + "; it holds "
                    + codecs.stream().map(Codec::name).collect(Collectors.joining(", ")) + ", and "
                    + Arrays.stream(values())
                            .filter(c -> c.holds(codec))
                            .map(Container::name)
                            .collect(Collectors.joining(", "))
                    + " hold " + codec);
        }
    }

    /** Refuses times that cannot be told here. */
    void checkTimes(JoinPlan plan, Rational frameRate, int delay) {
        if (this != AVI) {
            return;
        }
        if (delay > 0) {
            throw new MediaException(
                    "AVI holds frames only in the order they are shown, and these chunks are reordered by " + delay
                            + "; encode them without reordering, or write .mkv or .mp4");
        }
        double unit = plan.frames().timeBase().value();
        for (int i = 0; i < plan.count(); i++) {
            double frame = (plan.pts(i) - plan.pts(0)) * unit * frameRate.value();
            if (Math.abs(frame - i) > 0.5) {
                throw new MediaException(
                        "AVI keeps no times: frames must come at the constant rate of " + frameRate + ", and frame " + i
                                + " comes when frame " + Math.round(frame) + " should; write .mkv or .mp4");
            }
        }
    }

    /** {@return FFmpeg's name of the muxer} */
    String muxer() {
        return muxer;
    }

    /** {@return whether times before 0 can be written} */
    boolean holdsNegativeTimes() {
        return this == MP4 || this == MOV;
    }

    /**
     * {@return whether packets of one stream may share a decoding time} A unit of a millisecond is too coarse for
     * packets of TrueHD, which last less; told apart nonetheless, they would run ahead of the picture.
     */
    boolean sharesTimes() {
        return (av_guess_format(muxer, null, null).flags() & AVFMT_TS_NONSTRICT) != 0;
    }

    boolean holdsChapters() {
        return this != TS && this != AVI;
    }

    /** {@return whether this is the family of QuickTime} */
    boolean isMov() {
        return this == MP4 || this == MOV;
    }

    /** {@return whether this is the family of Matroska} */
    boolean isMatroska() {
        return this == MKV || this == WEBM;
    }

    private static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
