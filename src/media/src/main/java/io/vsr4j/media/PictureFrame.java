package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_new_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_remove_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_POINT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;

/**
 * Shows pictures to an encoder as an {@code AVFrame} over their own memory; the encoder copies what it keeps. Where it
 * wants the same samples in another order (packed RGB, big endian), they are rearranged once, without loss.
 */
final class PictureFrame implements AutoCloseable {
    private final OutputVideo video;
    private final AVFrame frame;
    private final AVFrame packed;
    private final SwsContext packer;

    /**
     * @param video size and layout of the pictures
     * @param encoderFormat FFmpeg's name of the layout that the encoder takes
     */
    PictureFrame(OutputVideo video, String encoderFormat) {
        Ffmpeg.load();
        this.video = video;
        int own = av_get_pix_fmt(name(video.format()));
        int wanted = av_get_pix_fmt(encoderFormat);
        frame = describe(av_frame_alloc(), own);
        if (own == wanted) {
            packed = null;
            packer = null;
        } else {
            packed = describe(av_frame_alloc(), wanted);
            Ffmpeg.check(av_frame_get_buffer(packed, 0), "a frame of " + video.width() + "x" + video.height());
            packer = sws_alloc_context();
            packer.flags(SWS_POINT | SWS_ACCURATE_RND);
        }
    }

    /** {@return FFmpeg's name of a layout on a little-endian machine} */
    static String name(PixelFormat format) {
        return format.depth() > 8 ? format + "le" : format.toString();
    }

    /** {@return a view of the picture, valid until the next call} */
    AVFrame show(Picture picture) {
        if (picture.width() != video.width()
                || picture.height() != video.height()
                || !picture.format().equals(video.format())) {
            throw new IllegalArgumentException("pictures must be " + video.format() + " " + video.width() + "x"
                    + video.height() + ", got " + picture.format() + " " + picture.width() + "x" + picture.height());
        }
        PixelFormat format = picture.format();
        BytePointer data = new BytePointer(picture.data().duplicate().clear());
        for (int plane = 0; plane < format.planes(); plane++) {
            frame.data(plane, data.getPointer(BytePointer.class, picture.planeOffset(plane)));
            frame.linesize(plane, format.planeWidth(plane, picture.width()) * format.bytesPerSample());
        }
        AVFrame shown = frame;
        if (packed != null) {
            Ffmpeg.check(sws_scale_frame(packer, packed, frame), "rearranging samples");
            shown = packed;
        }
        shown.pts(picture.pts()).pict_type(AV_PICTURE_TYPE_NONE);
        caption(shown, picture.captions());
        return shown;
    }

    private static void caption(AVFrame frame, byte[] captions) {
        av_frame_remove_side_data(frame, AV_FRAME_DATA_A53_CC);
        if (captions.length > 0) {
            new BytePointer(av_frame_new_side_data(frame, AV_FRAME_DATA_A53_CC, captions.length)
                            .data())
                    .put(captions);
        }
    }

    private AVFrame describe(AVFrame described, int format) {
        ColourTags colour = video.colour();
        return described
                .format(format)
                .width(video.width())
                .height(video.height())
                .colorspace(colour.matrix())
                .color_primaries(colour.primaries())
                .color_trc(colour.transfer())
                .color_range(colour.range())
                .chroma_location(colour.chromaLocation())
                .sample_aspect_ratio(Ffmpeg.rational(video.sampleAspect()));
    }

    @Override
    public void close() {
        av_frame_free(frame);
        if (packed != null) {
            av_frame_free(packed);
            sws_freeContext(packer);
        }
    }
}
