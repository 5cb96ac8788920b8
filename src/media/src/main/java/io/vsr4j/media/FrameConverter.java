package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Frames as the decoder gives them in, frames of one planar format and size out. */
final class FrameConverter implements AutoCloseable {
    private final String file;
    private final int width;
    private final int height;
    private final PixelFormat format;
    private final ColourTags colour;
    private final int target;
    private final AVFrame converted = av_frame_alloc();
    private SwsContext scaler;
    private int lastFormat = -1;
    private SampleLayout lastLayout;

    FrameConverter(String file, int width, int height, PixelFormat format, ColourTags colour) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.format = format;
        this.colour = colour;
        target = org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt(SampleLayout.ffmpegName(format));
    }

    /** {@return the frame itself, if its first planes are what is wanted; else a converted one that lasts until the next call} */
    AVFrame convert(AVFrame frame) {
        if (frame.format() != lastFormat) {
            lastLayout = SampleLayout.of(file, frame.format());
            lastFormat = frame.format();
        }
        boolean sameSize = frame.width() == width && frame.height() == height;
        if (sameSize && lastLayout.direct() && lastLayout.format().equals(format)) {
            return frame;
        }
        if (scaler == null) {
            scaler = sws_alloc_context();
            // With equal size and depth these flags make the way lossless; with others they are the careful choice.
            scaler.flags(SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP | SWS_BITEXACT);
            converted.format(target).width(width).height(height);
            Ffmpeg.check(av_frame_get_buffer(converted, 0), file + ": no memory for a frame");
        }
        Ffmpeg.check(av_frame_make_writable(converted), file + ": no memory for a frame");
        av_frame_copy_props(converted, frame);
        // The file's tags count, not this frame's: colours must not change in the middle.
        boolean rgb = format.model() == PixelFormat.Model.RGB;
        converted.colorspace(rgb ? AVCOL_SPC_RGB : colour.matrix()).color_range(colour.range());
        if (lastLayout.format().model() == format.model()) {
            frame.colorspace(converted.colorspace()).color_range(converted.color_range());
        }
        Ffmpeg.check(
                sws_scale_frame(scaler, converted, frame),
                file + ": " + lastLayout.name() + " cannot be converted to " + format);
        return converted;
    }

    @Override
    public void close() {
        av_frame_free(converted);
        if (scaler != null) {
            sws_freeContext(scaler);
        }
    }
}
