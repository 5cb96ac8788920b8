package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.tensor.TorchScript;
import java.util.Arrays;

/**
 * Code values to R'G'B' in 0..1 and back, in 32-bit floating point on the device, for frames of one layout.
 *
 * <p>Chroma is interpolated and decimated linearly at the stream's own chroma location. Nothing is clamped on the way to
 * R'G'B', so colours outside the RGB cube come back as they went in; code values are clamped to what the depth holds.
 */
public final class PixelConverter {
    private static final TorchScript PIXELS = TorchScript.resource(PixelConverter.class, "pixels.ts.py");

    private final PixelFormat format;
    private final NDManager host;
    private final NDManager device;
    private final double[] up;
    private final double[] upDown;
    private final double[] across;
    private final double[] down;
    private final NDArray toRgb;
    private final NDArray toRgbOffset;
    private final double[] fromRgb;

    private PixelConverter(PixelFormat format, ColourTags tags, NDManager manager) {
        this.format = format;
        this.device = manager;
        this.host = manager.newSubManager(ai.djl.Device.cpu());
        ChromaSiting horizontal = ChromaSiting.across(tags, format.chromaShiftY() > 0);
        ChromaSiting vertical = ChromaSiting.down(tags);
        up = horizontal.doubling;
        upDown = vertical.doubling;
        across = horizontal.halving;
        down = vertical.halving;
        SampleMatrix matrix = new SampleMatrix(format, tags);
        toRgb = array(manager, matrix.toRgb, 3);
        toRgbOffset = array(manager, column(matrix.toRgbOffset), 3);
        fromRgb = Arrays.copyOf(matrix.fromRgb, 4 * format.planes());
    }

    /** {@return a converter for what a source gives, which lives as long as the manager} */
    public static PixelConverter of(VideoInfo video, NDManager manager) {
        return new PixelConverter(video.format(), video.effectiveColour(), manager);
    }

    /** {@return a converter for what a sink takes, which lives as long as the manager} */
    public static PixelConverter of(OutputVideo video, NDManager manager) {
        return new PixelConverter(video.format(), video.colour(), manager);
    }

    /** {@return the picture as [1, 3, h, w] on the device; its samples may change afterwards} */
    public NDArray read(NDManager owner, Picture picture) {
        try (NDManager scope = owner.newSubManager()) {
            NDArray data = bytes(picture).toDevice(device.getDevice(), false);
            data.attach(scope);
            boolean wide = format.bytesPerSample() == 2;
            NDArray rgb = format.model() == Model.GRAY
                    ? PIXELS.call("read_grey", data, picture.height(), picture.width(), wide, toRgb, toRgbOffset)
                    : PIXELS.call(
                            "read",
                            data,
                            picture.height(),
                            picture.width(),
                            format.chromaShiftX(),
                            format.chromaShiftY(),
                            wide,
                            up,
                            upDown,
                            toRgb,
                            toRgbOffset);
            rgb.attach(owner);
            return rgb;
        }
    }

    /**
     * Fills a picture.
     *
     * @param rgb [1, 3, h, w] on the device
     * @param picture of this layout and that size
     */
    public void write(NDArray rgb, Picture picture) {
        try (NDArray out = bytes(picture)) {
            PIXELS.callForEffect(
                    "write",
                    rgb,
                    format.chromaShiftX(),
                    format.chromaShiftY(),
                    format.bytesPerSample() == 2,
                    across,
                    down,
                    fromRgb,
                    (double) ((1 << format.depth()) - 1),
                    out);
        }
    }

    /** An array over the picture's own memory. */
    private NDArray bytes(Picture picture) {
        return host.create(
                picture.data().duplicate().rewind(), new Shape(picture.data().capacity()), DataType.UINT8);
    }

    private static double[][] column(double[] values) {
        return new double[][] {{values[0]}, {values[1]}, {values[2]}};
    }

    private static NDArray array(NDManager manager, double[][] rows, int count) {
        int columns = rows[0].length;
        float[] values = new float[count * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rows[i / columns][i % columns];
        }
        return manager.create(values, new Shape(count, columns));
    }
}
