package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;

import io.vsr4j.media.PixelFormat.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;

/** The encoders that videos are written with, and what each can take. */
public enum Codec {
    /** H.264 by x264: 8 and 10 bits, 4:2:0, 4:2:2, 4:4:4 and grey. */
    H264("h264", "libx264", 51, 18, "veryfast", 1, 16384, 16384, Presets.X264, yuvAndGrey(8, 10)),
    /** H.265 by x265: 8, 10 and 12 bits, 4:2:0, 4:2:2, 4:4:4, RGB and grey. */
    H265(
            "hevc",
            "libx265",
            51,
            20,
            "veryfast",
            16,
            16384,
            16384,
            Presets.X264,
            withRgb(yuvAndGrey(8, 10, 12), 8, 10, 12)),
    /**
     * AV1 by SVT-AV1: 8 and 10 bits, 4:2:0. Presets are 0 to 13, or the names of x264 (see {@link #presets}). The encoder
     * greets on standard error unless the environment of the process has {@code SVT_LOG=0}, as the launcher sets it.
     */
    AV1("av1", "libsvtav1", 63, 28, "10", 4, 16384, 8704, Presets.SVT, yuv420(8, 10)),
    /** ProRes, 10 bits, 4:2:2 or 4:4:4. A preset is a profile. */
    PRORES("prores", "prores_ks", -1, -1, "", 1, 16384, 16384, Presets.PRORES, prores()),
    /** FFV1 version 3: lossless, with a checksum in each slice. */
    FFV1(
            "ffv1",
            "ffv1",
            -1,
            -1,
            "",
            1,
            16384,
            16384,
            List.of(),
            withRgb(yuvAndGrey(8, 9, 10, 12, 14, 16), 8, 9, 10, 12, 14, 16));

    private final String ffmpegName;
    private final String encoder;
    private final int maxCrf;
    private final int defaultCrf;
    private final String defaultPreset;
    private final int minSize;
    private final int maxWidth;
    private final int maxHeight;
    private final List<String> presets;
    private final List<PixelFormat> formats;

    Codec(
            String ffmpegName,
            String encoder,
            int maxCrf,
            int defaultCrf,
            String defaultPreset,
            int minSize,
            int maxWidth,
            int maxHeight,
            List<String> presets,
            List<PixelFormat> formats) {
        this.ffmpegName = ffmpegName;
        this.encoder = encoder;
        this.maxCrf = maxCrf;
        this.defaultCrf = defaultCrf;
        this.defaultPreset = defaultPreset;
        this.minSize = minSize;
        this.maxWidth = maxWidth;
        this.maxHeight = maxHeight;
        this.presets = presets;
        this.formats = List.copyOf(formats);
    }

    /** {@return the codec of that name: h264, h265 (or hevc), av1, prores, ffv1; case does not matter} */
    public static Codec of(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Codec codec : values()) {
            if (codec.ffmpegName.equals(wanted) || codec.name().equalsIgnoreCase(wanted)) {
                return codec;
            }
        }
        throw new MediaException("unknown codec '" + name + "'; known: h264, h265, av1, prores, ffv1");
    }

    /** {@return FFmpeg's name of the codec} */
    public String ffmpegName() {
        return ffmpegName;
    }

    /** {@return whether the FFmpeg in use has the encoder} Builds without GPL parts lack x264 and x265. */
    public boolean available() {
        Ffmpeg.load();
        AVCodec found = avcodec_find_encoder_by_name(encoder);
        return found != null && !found.isNull();
    }

    /** {@return whether quality is set by a CRF} */
    public boolean hasCrf() {
        return maxCrf >= 0;
    }

    /** {@return the CRF used where none is asked for, -1 if the codec has none} */
    public int defaultCrf() {
        return defaultCrf;
    }

    /** {@return the preset used where none is asked for; empty: chosen by the pixel format, or none} */
    public String defaultPreset() {
        return defaultPreset;
    }

    /**
     * {@return the presets, empty if there are none} SVT-AV1 takes x264's names as well: placebo 0, veryslow 2,
     * slower 3, slow 5, medium 7, fast 8, faster 9, veryfast 10, superfast 11, ultrafast 12.
     */
    public List<String> presets() {
        return presets;
    }

    /** {@return the layouts that are encoded as they are} */
    public List<PixelFormat> formats() {
        return formats;
    }

    /** {@return whether frames of that layout are encoded as they are} */
    public boolean accepts(PixelFormat format) {
        return formats.contains(format);
    }

    /**
     * {@return the layout to encode a source of that layout in: itself, else the smallest that loses nothing, else the
     * one that loses least} Samples go from one to the other elsewhere.
     */
    public PixelFormat nearest(PixelFormat source) {
        if (accepts(source)) {
            return source;
        }
        return formats.stream()
                .min(Comparator.comparingInt((PixelFormat f) -> loss(source, f)).thenComparingInt(Codec::weight))
                .orElseThrow();
    }

    /** Refuses what the encoder cannot take, before anything is computed. */
    void checkSize(int width, int height, PixelFormat format) {
        if (width < minSize || height < minSize || width > maxWidth || height > maxHeight) {
            throw new MediaException(this + " encodes " + minSize + "x" + minSize + " to " + maxWidth + "x" + maxHeight
                    + " pixels, got " + width + "x" + height + "; choose another size, or FFV1 or PRORES");
        }
        boolean oddWidth = format.chromaShiftX() > 0 && width % 2 != 0;
        boolean oddHeight = format.chromaShiftY() > 0 && height % 2 != 0;
        if ((this == H264 || this == H265) && (oddWidth || oddHeight)) {
            throw new MediaException(this + " with subsampled chroma needs an even "
                    + (oddWidth ? "width" : "height") + ", got " + width + "x" + height
                    + "; choose an even size, a 4:4:4 layout, or AV1, FFV1 or PRORES");
        }
    }

    /** Refuses a layout that the encoder cannot take. */
    void checkFormat(PixelFormat format) {
        if (!accepts(format)) {
            throw new MediaException(
                    this + " does not encode " + format + "; the nearest it does is " + nearest(format));
        }
    }

    String encoder() {
        return encoder;
    }

    int maxCrf() {
        return maxCrf;
    }

    private static int loss(PixelFormat source, PixelFormat to) {
        int depth = Math.max(0, source.depth() - to.depth());
        int x = Math.max(0, to.chromaShiftX() - source.chromaShiftX());
        int y = Math.max(0, to.chromaShiftY() - source.chromaShiftY());
        boolean colourGone = to.model() == Model.GRAY && source.model() != Model.GRAY;
        int model = colourGone ? 1000 : to.model() == source.model() ? 0 : source.model() == Model.GRAY ? 0 : 100;
        return model + 4 * depth + 10 * (x + y);
    }

    private static int weight(PixelFormat f) {
        return (int) f.bytes(16, 16) * 32 + f.depth();
    }

    private static List<PixelFormat> yuvAndGrey(int... depths) {
        List<PixelFormat> formats = new ArrayList<>();
        for (int depth : depths) {
            formats.add(new PixelFormat(Model.YUV, depth, 1, 1));
            formats.add(new PixelFormat(Model.YUV, depth, 1, 0));
            formats.add(new PixelFormat(Model.YUV, depth, 0, 0));
            formats.add(new PixelFormat(Model.GRAY, depth, 0, 0));
        }
        return formats;
    }

    private static List<PixelFormat> withRgb(List<PixelFormat> formats, int... depths) {
        for (int depth : depths) {
            formats.add(new PixelFormat(Model.RGB, depth, 0, 0));
        }
        return formats;
    }

    private static List<PixelFormat> yuv420(int... depths) {
        List<PixelFormat> formats = new ArrayList<>();
        for (int depth : depths) {
            formats.add(new PixelFormat(Model.YUV, depth, 1, 1));
        }
        return formats;
    }

    private static List<PixelFormat> prores() {
        return List.of(new PixelFormat(Model.YUV, 10, 1, 0), new PixelFormat(Model.YUV, 10, 0, 0));
    }

    /** Held apart, because an enum's own statics do not exist yet when its constants are made. */
    private static final class Presets {
        static final List<String> X264 = List.of(
                "ultrafast",
                "superfast",
                "veryfast",
                "faster",
                "fast",
                "medium",
                "slow",
                "slower",
                "veryslow",
                "placebo");
        static final List<String> SVT =
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13");
        static final List<String> PRORES = List.of("proxy", "lt", "standard", "hq", "4444", "4444xq");
    }
}
