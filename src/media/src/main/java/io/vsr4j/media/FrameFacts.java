package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DOVI_METADATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DOVI_RPU_BUFFER;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DYNAMIC_HDR_PLUS;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DYNAMIC_HDR_VIVID;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_FILM_GRAIN_PARAMS;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;

/**
 * What the first decoded frames say of a video.
 *
 * @param width width in pixels, cropped
 * @param height height in pixels, cropped
 * @param avFormat FFmpeg's number of the pixel format
 * @param colour colour tags
 * @param aspect sample aspect ratio, 0/1 if unknown
 * @param interlaced whether any of them holds two fields
 * @param hdr static HDR metadata
 * @param rotation what the display matrix says
 * @param dynamic names of dynamic metadata that is not kept
 */
record FrameFacts(
        int width,
        int height,
        int avFormat,
        ColourTags colour,
        Rational aspect,
        boolean interlaced,
        HdrMetadata hdr,
        Optional<DisplayMatrix> rotation,
        Set<String> dynamic) {

    static FrameFacts of(AVFrame frame, FieldOrder order) {
        AVFrameSideData display = av_frame_get_side_data(frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
        AVFrameSideData light = av_frame_get_side_data(frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
        AVFrameSideData matrix = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        Set<String> dynamic = new TreeSet<>();
        name(dynamic, frame, AV_FRAME_DATA_DYNAMIC_HDR_PLUS, "HDR10+");
        name(dynamic, frame, AV_FRAME_DATA_DYNAMIC_HDR_VIVID, "HDR Vivid");
        name(dynamic, frame, AV_FRAME_DATA_DOVI_RPU_BUFFER, "Dolby Vision");
        name(dynamic, frame, AV_FRAME_DATA_DOVI_METADATA, "Dolby Vision");
        name(dynamic, frame, AV_FRAME_DATA_FILM_GRAIN_PARAMS, "film grain parameters");
        return new FrameFacts(
                frame.width(),
                frame.height(),
                frame.format(),
                new ColourTags(
                        frame.colorspace(),
                        frame.color_primaries(),
                        frame.color_trc(),
                        frame.color_range(),
                        frame.chroma_location()),
                Ffmpeg.rational(frame.sample_aspect_ratio()),
                order.interlaced(frame),
                HdrSideData.read(
                        display == null ? null : new AVMasteringDisplayMetadata(display.data()),
                        light == null ? null : new AVContentLightMetadata(light.data())),
                Optional.ofNullable(matrix).map(m -> DisplayMatrix.of(m.data())),
                dynamic);
    }

    /** {@return the same, and whether later frames are interlaced or have dynamic metadata} */
    FrameFacts and(FrameFacts later) {
        Set<String> all = new TreeSet<>(dynamic);
        all.addAll(later.dynamic);
        boolean fields = interlaced || later.interlaced;
        return new FrameFacts(width, height, avFormat, colour, aspect, fields, hdr, rotation, all);
    }

    /** {@return the same, with what the packets say of frames that were not decoded} */
    FrameFacts orInterlaced(boolean later) {
        boolean fields = interlaced || later;
        return new FrameFacts(width, height, avFormat, colour, aspect, fields, hdr, rotation, dynamic);
    }

    /** {@return whether pixels are numbers of colours that are told apart from them} */
    boolean palette() {
        return (av_pix_fmt_desc_get(avFormat).flags() & AV_PIX_FMT_FLAG_PAL) != 0;
    }

    private static void name(Set<String> names, AVFrame frame, int type, String name) {
        if (av_frame_get_side_data(frame, type) != null) {
            names.add(name);
        }
    }
}
