package io.vsr4j.cli;

import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.StreamInfo;
import io.vsr4j.media.VideoInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is in a file, for people. */
final class ProbeText {
    private static final int KEYS_SHOWN = 8;

    private ProbeText() {}

    static List<String> lines(MediaInfo info) {
        List<String> lines = new ArrayList<>();
        VideoInfo video = info.video();
        lines.add(info.file().toString());
        add(lines, "container", "%s, %,d bytes, %.3f s", info.container(), info.bytes(), info.seconds());
        add(
                lines,
                "video",
                "stream %d, %s, %dx%d, %s%s%s",
                video.stream(),
                video.codec(),
                video.width(),
                video.height(),
                layout(video.format()),
                video.alpha() ? ", with alpha (not read)" : "",
                video.interlaced() ? ", interlaced" : "");
        addShape(lines, video);
        addFrames(lines, video);
        addColour(lines, video);
        for (StreamInfo stream : info.streams()) {
            String language = stream.metadata().getOrDefault("language", "");
            add(
                    lines,
                    "stream " + stream.index(),
                    "%s, %s%s%s",
                    stream.type(),
                    stream.codec(),
                    stream.summary().isEmpty() ? "" : ", " + stream.summary(),
                    language.isEmpty() ? "" : ", " + language);
        }
        if (info.chapters() > 0) {
            add(lines, "chapters", "%d", info.chapters());
        }
        info.metadata().forEach((key, value) -> add(lines, "tag", "%s: %s", key, Failure.oneLine(value)));
        info.notes().forEach(note -> add(lines, "note", "%s", note));
        return lines;
    }

    private static void addShape(List<String> lines, VideoInfo video) {
        boolean square = video.sampleAspect().num() == video.sampleAspect().den();
        if (!square || video.rotation() != 0) {
            add(
                    lines,
                    "shown",
                    "turned by %d degrees clockwise, pixels %s wide to high",
                    video.rotation(),
                    video.sampleAspect());
        }
    }

    private static void addFrames(List<String> lines, VideoInfo video) {
        FrameIndex frames = video.frames();
        add(
                lines,
                "frames",
                "%d, %s, %.3f a second",
                frames.count(),
                FrameTimes.vary(frames) ? "variable rate" : "constant rate",
                video.frameRate().value());
        add(
                lines,
                "times",
                "first %d (%.6f s), last %d (%.6f s), end %d, in units of %s s",
                frames.pts()[0],
                FrameTimes.first(frames),
                frames.pts()[frames.count() - 1],
                FrameTimes.last(frames),
                frames.end(),
                frames.timeBase());
        String first = Arrays.stream(frames.keys())
                .limit(KEYS_SHOWN)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
        add(
                lines,
                "key frames",
                "%d: %s%s",
                frames.keys().length,
                first,
                frames.keys().length > KEYS_SHOWN ? ", ..." : "");
    }

    private static void addColour(List<String> lines, VideoInfo video) {
        add(lines, "colour", "%s", colour(video.colour()));
        if (!video.effectiveColour().equals(video.colour())) {
            add(lines, "taken as", "%s", colour(video.effectiveColour()));
        }
        HdrMetadata hdr = video.hdr();
        if (hdr.hasDisplay()) {
            add(
                    lines,
                    "mastered on",
                    "a display of %.4f to %.0f cd/m2",
                    hdr.minLuminance().value(),
                    hdr.maxLuminance().value());
        }
        if (hdr.hasLight()) {
            add(lines, "light", "MaxCLL %d, MaxFALL %d cd/m2", hdr.maxContent(), hdr.maxAverage());
        }
    }

    private static String colour(ColourTags tags) {
        return "matrix " + ColourNames.matrix(tags.matrix()) + ", primaries " + ColourNames.primaries(tags.primaries())
                + ", transfer " + ColourNames.transfer(tags.transfer()) + ", range " + ColourNames.range(tags.range())
                + ", chroma " + ColourNames.chromaLocation(tags.chromaLocation());
    }

    /** {@return such as {@code YUV 4:2:0 8 bits}} */
    static String layout(PixelFormat format) {
        String chroma = format.model() != PixelFormat.Model.YUV
                ? ""
                : switch (format.chromaShiftX() * 4 + format.chromaShiftY()) {
                    case 0 -> " 4:4:4";
                    case 1 -> " 4:4:0";
                    case 4 -> " 4:2:2";
                    case 5 -> " 4:2:0";
                    case 8 -> " 4:1:1";
                    case 10 -> " 4:1:0";
                    default -> "";
                };
        return format.model() + chroma + " " + format.depth() + " bits";
    }

    private static void add(List<String> lines, String name, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "  %-12s", name) + String.format(Locale.ROOT, format, values));
    }
}
