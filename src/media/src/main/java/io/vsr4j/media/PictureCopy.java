package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;

/** Fills pictures. */
final class PictureCopy {
    private static final byte[] NOTHING = {};

    private PictureCopy() {}

    /** Copies the first planes of a frame of the picture's own size and layout. */
    static void copy(AVFrame from, Picture to) {
        PixelFormat format = to.format();
        BytePointer base = new BytePointer(to.data().duplicate().clear());
        for (int plane = 0; plane < format.planes(); plane++) {
            int row = format.planeWidth(plane, to.width()) * format.bytesPerSample();
            av_image_copy_plane(
                    base.getPointer(BytePointer.class, to.planeOffset(plane)),
                    row,
                    from.data(plane),
                    from.linesize(plane),
                    row,
                    format.planeHeight(plane, to.height()));
        }
        to.captions(captions(from));
    }

    /** {@return the closed captions that travel with a frame} */
    static byte[] captions(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_A53_CC);
        if (data == null) {
            return NOTHING;
        }
        byte[] captions = new byte[(int) data.size()];
        data.data().get(captions);
        return captions;
    }

    /** Blackens a picture, for which nothing can be decoded. */
    static void black(Picture to, boolean fullRange) {
        PixelFormat format = to.format();
        ByteBuffer data = to.data().duplicate().order(to.data().order()).clear();
        for (int plane = 0; plane < format.planes(); plane++) {
            boolean chroma = plane > 0 && format.model() == PixelFormat.Model.YUV;
            int black = fullRange || format.model() == PixelFormat.Model.RGB ? 0 : 16 << (format.depth() - 8);
            int value = chroma ? 1 << (format.depth() - 1) : black;
            long samples = (long) format.planeWidth(plane, to.width()) * format.planeHeight(plane, to.height());
            for (long i = 0; i < samples; i++) {
                if (format.bytesPerSample() == 1) {
                    data.put((byte) value);
                } else {
                    data.putShort((short) value);
                }
            }
        }
        to.captions(NOTHING);
    }
}
