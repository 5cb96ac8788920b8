package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.TorchScript;

/**
 * Square crops on a fixed grid over the whole picture, as IQA-PyTorch takes them; the authors' program takes random ones,
 * so its numbers are others.
 *
 * @param count how many
 * @param size of each side in pixels
 */
public record UniformCrops(int count, int size) {
    private static final TorchScript SCRIPT = TorchScript.resource(UniformCrops.class, "crops.ts.py");

    /**
     * Makes a picture large enough: bilinear, without antialias, until the shorter side is a pixel longer than a crop.
     *
     * @param x {@code [N, C, H, W]}
     * @return the picture itself in another handle if both its sides are longer than a crop
     */
    public NDArray enlarged(NDArray x) {
        long shorter = Math.min(x.getShape().get(2), x.getShape().get(3));
        return SCRIPT.call("enlarged", x, shorter > size ? 1.0 : (size + 1.0) / shorter);
    }

    /**
     * Tells where crops lie.
     *
     * @param height of the enlarged picture in pixels
     * @param width of the enlarged picture in pixels
     * @return row and column of each crop's first pixel, row by row of the grid, of which the last ones may be missing
     */
    public int[][] corners(int height, int width) {
        int steps = (int) Math.floor(Math.sqrt(count));
        int columns = (int) Math.ceil(Math.sqrt(count));
        int down = (height - size) / steps;
        int right = (width - size) / steps;
        int[][] corners = new int[count][];
        for (int i = 0; i < count; i++) {
            corners[i] = new int[] {i / columns * down, i % columns * right};
        }
        return corners;
    }

    /**
     * Cuts one crop out.
     *
     * @param x the enlarged picture
     * @param corner one of {@link #corners}
     * @return {@code [N, C, size, size]}
     */
    public NDArray crop(NDArray x, int[] corner) {
        return SCRIPT.call("crop", x, corner[0], corner[1], size);
    }

    /**
     * Turns a picture into what the network takes; it comes before anything is resized.
     *
     * @param x {@code [N, 3, H, W]}, RGB, 0 to 1
     * @return the same, -1 to 1
     */
    static NDArray normalised(NDArray x) {
        return SCRIPT.call("normalised", x);
    }
}
