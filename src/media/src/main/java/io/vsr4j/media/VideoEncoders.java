package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CPU_FLAG_AVX2;
import static org.bytedeco.ffmpeg.global.avutil.AV_CPU_FLAG_BMI2;
import static org.bytedeco.ffmpeg.global.avutil.AV_CPU_FLAG_FMA3;
import static org.bytedeco.ffmpeg.global.avutil.av_get_cpu_flags;

import java.util.LinkedHashMap;
import java.util.Map;

/** How {@link EncodeSettings} are said to each encoder. */
final class VideoEncoders {
    /**
     * With AVX-512, x264's macroblock tree reads memory that nobody wrote (widths that are no multiple of 16 macroblocks),
     * so that equal pictures give other bits each time. Up to AVX2 it does not; all processors that have it agree.
     */
    static final String SOUND_X264 = hasAvx2() ? ":asm=avx2,fma3,lzcnt,bmi2" : "";

    private VideoEncoders() {}

    /** Opens the encoder for chunks of one video. Its output depends on nothing but the arguments and the pictures. */
    static Encoder open(OutputVideo video, EncodeSettings settings) {
        Codec codec = settings.codec();
        codec.checkFormat(video.format());
        codec.checkSize(video.width(), video.height(), video.format());
        if (!codec.available()) {
            throw new MediaException("this FFmpeg is built without " + codec.encoder() + ", which " + codec
                    + " needs; build without -Plgpl, or choose av1, prores or ffv1");
        }
        boolean intra = codec == Codec.PRORES || codec == Codec.FFV1;
        return new Encoder(
                codec.encoder(),
                encoderFormat(codec, video.format()),
                video,
                threads(settings),
                intra ? 1 : settings.gop(),
                options(video, settings));
    }

    /** FFV1 knows 8-bit RGB only packed. */
    private static String encoderFormat(Codec codec, PixelFormat format) {
        boolean packed = codec == Codec.FFV1 && format.model() == PixelFormat.Model.RGB && format.depth() == 8;
        return packed ? "bgr0" : PictureFrame.name(format);
    }

    private static int threads(EncodeSettings settings) {
        int most =
                switch (settings.codec()) {
                    case H265 -> 16;
                    case AV1 -> 6;
                    default -> 64;
                };
        return Math.min(most, settings.threads());
    }

    /**
     * One quality throughout. What encoders do to save bits depends on the frames before and after (key frames better, the
     * rest by what will refer to it, the last ones of a chunk worst), which shows as a step wherever two chunks meet.
     */
    private static final String EVEN = ":qcomp=1:ipratio=1:pbratio=1.1";

    private static Map<String, String> options(OutputVideo video, EncodeSettings settings) {
        Map<String, String> options = new LinkedHashMap<>();
        if (!settings.preset().isEmpty() && settings.codec() != Codec.PRORES) {
            options.put("preset", settings.preset());
        }
        if (settings.codec().hasCrf()) {
            options.put("crf", Integer.toString(settings.crf()));
        }
        switch (settings.codec()) {
            case H264 ->
                options.put(
                        "x264-params",
                        "open-gop=0:force-cfr=0:stitchable=1:mbtree=0" + EVEN + order(settings) + SOUND_X264);
            case H265 -> {
                options.put(
                        "x265-params",
                        // Without info=0 the header would tell the machine's thread pools, and so differ between
                        // machines.
                        "log-level=none:open-gop=0:info=0:repeat-headers=0:cutree=0" + EVEN + ":pools="
                                + threads(settings)
                                + order(settings));
                options.put("forced-idr", "1");
                options.put("a53cc", "1");
            }
            case AV1 -> options.put("svtav1-params", "lp=" + threads(settings));
            case PRORES -> options.put("profile", profile(video.format(), settings.preset()));
            case FFV1 -> {
                options.put("level", "3");
                if (video.width() % 2 == 0 && video.height() % 2 == 0) {
                    options.put("slices", slices(video)); // odd sizes fit into few numbers, which FFmpeg finds
                }
                options.put("slicecrc", "1");
            }
        }
        return options;
    }

    private static boolean hasAvx2() {
        Ffmpeg.load();
        int wanted = AV_CPU_FLAG_AVX2 | AV_CPU_FLAG_FMA3 | AV_CPU_FLAG_BMI2;
        return (av_get_cpu_flags() & wanted) == wanted;
    }

    private static String order(EncodeSettings settings) {
        return settings.reorder() ? "" : ":bframes=0";
    }

    private static String profile(PixelFormat format, String preset) {
        boolean full = format.chromaShiftX() == 0;
        if (preset.isEmpty()) {
            return full ? "4444" : "hq";
        }
        if (full != preset.startsWith("4444")) {
            throw new MediaException("ProRes profile '" + preset + "' does not hold " + format + "; "
                    + (full ? "4444 and 4444xq hold it" : "proxy, lt, standard and hq hold it"));
        }
        return preset;
    }

    /** More slices let more threads work; the number follows the size alone, so that the bits do. */
    private static String slices(OutputVideo video) {
        long pixels = (long) video.width() * video.height();
        return pixels < 640 * 360 ? "4" : pixels < 1920 * 1080 ? "12" : "24";
    }
}
