package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Torch;
import java.util.List;

/** What the networks are shown. */
public final class Views {
    private static final double[] MEAN = {123.675, 116.28, 103.53};
    private static final double[] STD = {58.395, 57.12, 57.375};

    private Views() {}

    /**
     * The aesthetic view: the whole frame, whatever its aspect ratio.
     *
     * @param x {@code [T, 3, H, W]}, whole numbers from 0 to 255, in floating point
     * @param height of the view
     * @param width of the view
     * @param antialias whether a low-pass filter is applied where it shrinks. The versions that the authors name have
     *     none, later ones of the same library do
     * @return {@code [T, 3, height, width]}, whole numbers
     */
    public static NDArray resized(NDArray x, int height, int width, boolean antialias) {
        try (NDArray resized =
                antialias ? Torch.bilinearAntialias(x, height, width) : Torch.bilinear(x, height, width, false)) {
            return Fragments.SCRIPT.call("whole", resized);
        }
    }

    /**
     * Turns a picture into pixels.
     *
     * @param rgb {@code [1, 3, H, W]}, 0 to 1
     * @return the same, whole numbers from 0 to 255, in floating point
     */
    public static NDArray pixels(NDArray rgb) {
        return Fragments.SCRIPT.call("pixels", rgb);
    }

    /**
     * Turns views of single frames into what a network takes.
     *
     * @param first {@code [1, 3, H, W]}, whole numbers from 0 to 255 of any type; owns the result
     * @param others the frames after it
     * @return {@code [1, 3, T, H, W]}, each colour with mean 0 and deviation 1 over photographs
     */
    public static NDArray clip(NDArray first, List<NDArray> others) {
        return Fragments.SCRIPT.call("clip", first, others, MEAN, STD);
    }

    /**
     * Normalises clips.
     *
     * @param x {@code [N, 3, T, H, W]}, whole numbers from 0 to 255 of any type
     * @return the same, each colour with mean 0 and deviation 1 over photographs
     */
    public static NDArray normalised(NDArray x) {
        return Fragments.SCRIPT.call("normalised", x, MEAN, STD);
    }
}
