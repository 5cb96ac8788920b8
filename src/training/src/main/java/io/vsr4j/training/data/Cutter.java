package io.vsr4j.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.PixelConverter;

/** Cuts rectangles out of decoded pictures, as RGB; what is not cut out is not converted. */
final class Cutter {
    /** Chroma of a pixel is interpolated from its neighbours; more than these are never asked. */
    private static final int MARGIN = 4;

    private final NDManager scope;
    private final PixelConverter converter;

    /** @param scope for tensors; outlives the cutter */
    Cutter(VideoInfo video, NDManager scope) {
        this.scope = scope;
        this.converter = PixelConverter.of(video, scope);
    }

    /** {@return a rectangle, limited to 0 to 255} */
    Raster cut(Picture picture, Cut cut) {
        int left = Math.max(0, cut.left() - MARGIN) / MARGIN * MARGIN;
        int top = Math.max(0, cut.top() - MARGIN) / MARGIN * MARGIN;
        int right = Math.min(picture.width(), cut.left() + cut.width() + MARGIN);
        int bottom = Math.min(picture.height(), cut.top() + cut.height() + MARGIN);
        Picture part = part(picture, left, top, right - left, bottom - top);
        float[] samples;
        try (NDManager step = scope.newSubManager();
                NDArray rgb = converter.read(step, part)) {
            samples = rgb.toFloatArray();
        }
        Raster raster = Raster.of(cut.width(), cut.height());
        for (int row = 0; row < 3 * cut.height(); row++) {
            int y = row / cut.height() * part.height() + row % cut.height() + cut.top() - top;
            int from = y * part.width() + cut.left() - left;
            for (int x = 0; x < cut.width(); x++) {
                raster.samples()[row * cut.width() + x] = Math.max(0, Math.min(255, 255 * samples[from + x]));
            }
        }
        return raster;
    }

    private static Picture part(Picture picture, int left, int top, int width, int height) {
        PixelFormat format = picture.format();
        Picture part = new Picture(format, width, height);
        for (int plane = 0; plane < format.planes(); plane++) {
            int shiftX = plane == 0 ? 0 : format.chromaShiftX();
            int shiftY = plane == 0 ? 0 : format.chromaShiftY();
            int stride = format.planeWidth(plane, picture.width()) * format.bytesPerSample();
            byte[] row = new byte[format.planeWidth(plane, width) * format.bytesPerSample()];
            for (int y = 0; y < format.planeHeight(plane, height); y++) {
                int from = ((top >> shiftY) + y) * stride + (left >> shiftX) * format.bytesPerSample();
                picture.data().get(picture.planeOffset(plane) + from, row);
                part.data().put(part.planeOffset(plane) + y * row.length, row);
            }
        }
        return part;
    }
}
