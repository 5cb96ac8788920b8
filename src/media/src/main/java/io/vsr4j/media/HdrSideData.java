package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_side_data_new;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** {@link HdrMetadata} in FFmpeg's structures. */
final class HdrSideData {
    private HdrSideData() {}

    /** Tells an encoder, which writes it into its headers and its own coded side data. */
    static void tell(AVCodecContext encoder, HdrMetadata hdr) {
        // FFmpeg grows the array in place: the pointer stands for the array itself, null at first.
        PointerPointer<AVFrameSideData> all = new PointerPointer<>((Pointer) null);
        IntPointer count = new IntPointer(1).put(0);
        if (hdr.hasDisplay()) {
            int size = Loader.sizeof(AVMasteringDisplayMetadata.class);
            write(
                    hdr,
                    new AVMasteringDisplayMetadata(
                            av_frame_side_data_new(all, count, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA, size, 0)
                                    .data()));
        }
        if (hdr.hasLight()) {
            int size = Loader.sizeof(AVContentLightMetadata.class);
            new AVContentLightMetadata(av_frame_side_data_new(all, count, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL, size, 0)
                            .data())
                    .MaxCLL(hdr.maxContent()).MaxFALL(hdr.maxAverage());
        }
        if (count.get() > 0) {
            encoder.decoded_side_data(all).nb_decoded_side_data(count.get());
        }
    }

    /** {@return what FFmpeg's structures say; either may be null} */
    static HdrMetadata read(AVMasteringDisplayMetadata display, AVContentLightMetadata light) {
        List<Rational> xy = new ArrayList<>();
        Rational min = new Rational(0, 1);
        Rational max = new Rational(0, 1);
        if (display != null && display.has_primaries() != 0) {
            for (int i = 0; i < 6; i++) {
                xy.add(Ffmpeg.rational(display.display_primaries(i / 2, i % 2)));
            }
            xy.add(Ffmpeg.rational(display.white_point(0)));
            xy.add(Ffmpeg.rational(display.white_point(1)));
        }
        if (display != null && display.has_luminance() != 0) {
            min = Ffmpeg.rational(display.min_luminance());
            max = Ffmpeg.rational(display.max_luminance());
        }
        return new HdrMetadata(xy, min, max, light == null ? 0 : light.MaxCLL(), light == null ? 0 : light.MaxFALL());
    }

    private static void write(HdrMetadata hdr, AVMasteringDisplayMetadata to) {
        List<Rational> xy = hdr.chromaticities();
        if (!xy.isEmpty()) {
            for (int i = 0; i < 6; i++) {
                to.display_primaries(i / 2, i % 2, Ffmpeg.rational(xy.get(i)));
            }
            to.white_point(0, Ffmpeg.rational(xy.get(6))).white_point(1, Ffmpeg.rational(xy.get(7)));
            to.has_primaries(1);
        }
        if (hdr.maxLuminance().num() != 0) {
            to.min_luminance(Ffmpeg.rational(hdr.minLuminance())).max_luminance(Ffmpeg.rational(hdr.maxLuminance()));
            to.has_luminance(1);
        }
    }
}
