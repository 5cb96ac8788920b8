package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BAYER;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_FLOAT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PLANAR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_XYZ;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * One of FFmpeg's pixel formats, and the planar format as which it is read.
 *
 * @param name FFmpeg's name
 * @param format the nearest planar format that loses nothing but an alpha plane
 * @param target FFmpeg's number of that format
 * @param direct whether the planes can be copied as they are
 * @param alpha whether there is an alpha plane, which is not read
 * @param fullRange whether the format itself says that its code values fill the whole range
 */
record SampleLayout(String name, PixelFormat format, int target, boolean direct, boolean alpha, boolean fullRange) {
    private static final int NOT_AS_IT_IS = AV_PIX_FMT_FLAG_BE
            | AV_PIX_FMT_FLAG_PAL
            | AV_PIX_FMT_FLAG_BITSTREAM
            | AV_PIX_FMT_FLAG_BAYER
            | AV_PIX_FMT_FLAG_FLOAT
            | AV_PIX_FMT_FLAG_XYZ;

    /**
     * @param file what messages call the file
     * @param avFormat FFmpeg's number of a pixel format
     */
    static SampleLayout of(String file, int avFormat) {
        AVPixFmtDescriptor d = av_pix_fmt_desc_get(avFormat);
        if (d == null || d.isNull() || (d.flags() & AV_PIX_FMT_FLAG_HWACCEL) != 0) {
            throw new MediaException(file + ": the pixel format " + avFormat + " is not known; convert it to yuv420p");
        }
        String name = av_get_pix_fmt_name(avFormat).getString();
        long flags = d.flags();
        boolean palette = (flags & AV_PIX_FMT_FLAG_PAL) != 0;
        boolean alpha = (flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
        boolean rgb = palette || (flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_BAYER | AV_PIX_FMT_FLAG_XYZ)) != 0;
        int colours = d.nb_components() - (alpha ? 1 : 0);
        int depth = 8;
        for (int i = 0; i < colours; i++) {
            depth = Math.max(depth, Math.min(16, d.comp(i).depth()));
        }
        PixelFormat.Model model =
                rgb ? PixelFormat.Model.RGB : colours < 3 ? PixelFormat.Model.GRAY : PixelFormat.Model.YUV;
        boolean yuv = model == PixelFormat.Model.YUV;
        int shiftX = yuv ? d.log2_chroma_w() : 0;
        int shiftY = yuv ? d.log2_chroma_h() : 0;
        // Not every depth has every layout in FFmpeg; the next deeper one holds the samples as well.
        for (; depth <= 16; depth++) {
            PixelFormat format = new PixelFormat(model, depth, shiftX, shiftY);
            int target = av_get_pix_fmt(ffmpegName(format));
            if (target != AV_PIX_FMT_NONE) {
                boolean jpeg = name.startsWith("yuvj");
                boolean direct = avFormat == target || jpeg || (flags & NOT_AS_IT_IS) == 0 && planes(d, format, depth);
                return new SampleLayout(name, format, target, direct, alpha, jpeg);
            }
        }
        throw new MediaException(file + ": the pixel format " + name + " cannot be read; convert it to yuv420p");
    }

    /** {@return FFmpeg's name of a planar format, little endian} */
    static String ffmpegName(PixelFormat format) {
        return format.depth() > 8 ? format + "le" : format.toString();
    }

    /** {@return whether each component lies in a plane of its own, in the low bits, in our order} */
    private static boolean planes(AVPixFmtDescriptor d, PixelFormat format, int depth) {
        // FFmpeg counts the components of RGB as R, G, B but keeps them in planes G, B, R.
        int[] order = format.model() == PixelFormat.Model.RGB ? new int[] {2, 0, 1} : new int[] {0, 1, 2};
        for (int i = 0; i < format.planes(); i++) {
            if (d.comp(i).plane() != order[i]
                    || d.comp(i).shift() != 0
                    || d.comp(i).offset() != 0
                    || d.comp(i).depth() != depth
                    || d.comp(i).step() != format.bytesPerSample()) {
                return false;
            }
        }
        return format.planes() == 1 || (d.flags() & AV_PIX_FMT_FLAG_PLANAR) != 0;
    }
}
