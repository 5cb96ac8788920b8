package io.vsr4j.quality.pixel;

import ai.djl.ndarray.NDArray;

/** Rows of a frame that is an array. */
public final class ArrayRows implements RowSource {
    private final float[] samples;
    private final int width;
    private final int height;

    /** @param rgb {@code [1, 3, H, W]}, 0 to 1; is rounded to steps of 1/255 */
    public ArrayRows(NDArray rgb) {
        samples = rgb.toFloatArray();
        height = (int) rgb.getShape().get(2);
        width = (int) rgb.getShape().get(3);
    }

    @Override
    public void read(int y, RgbRow into) {
        for (int c = 0; c < 3; c++) {
            float[] channel = into.channel(c);
            int start = (c * height + y) * width;
            for (int x = 0; x < width; x++) {
                float value = Math.round(samples[start + x] * 255);
                channel[RgbRow.place(x, width)] = Math.max(0, Math.min(255, value));
            }
        }
    }
}
