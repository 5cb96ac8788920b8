package io.vsr4j.degrade;

/**
 * A frame between steps: red, green and blue planes one after another, 0 to 255, not rounded and not limited.
 *
 * @param width in pixels
 * @param height in pixels
 * @param samples three planes
 */
public record Raster(int width, int height, float[] samples) {
    /** Checks the number of samples. */
    public Raster {
        if (samples.length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "a raster of " + width + "x" + height + " has 3 planes, got " + samples.length + " samples");
        }
    }

    /** {@return a black one} */
    public static Raster of(int width, int height) {
        return new Raster(width, height, new float[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
    }

    /** {@return one with samples of its own} */
    public Raster copy() {
        return new Raster(width, height, samples.clone());
    }

    /** {@return a sample as a byte holds it} */
    public int code(int index) {
        return Math.max(0, Math.min(255, Math.round(samples[index])));
    }

    /** Rounds every sample to what a byte holds. {@return this} */
    Raster rounded() {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = code(i);
        }
        return this;
    }
}
