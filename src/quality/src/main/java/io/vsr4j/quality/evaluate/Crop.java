package io.vsr4j.quality.evaluate;

import io.vsr4j.upscale.InvalidRequestException;

/**
 * The middle of a frame, in pixels of the result. A side that is shorter stays as it is.
 *
 * @param width 0 for all of it
 * @param height 0 for all of it
 */
public record Crop(int width, int height) {
    /** Whole frames. */
    public static final Crop NONE = new Crop(0, 0);

    static final Crop SQUARE_512 = new Crop(512, 512);

    private static final String NO_CROP = "none";

    /**
     * Reads what a user typed.
     *
     * @param text {@code WIDTHxHEIGHT} or {@code none}
     * @return the crop
     * @throws InvalidRequestException if it is neither
     */
    public static Crop of(String text) {
        if (text.equals(NO_CROP)) {
            return NONE;
        }
        if (!text.matches("[1-9]\\d{0,4}x[1-9]\\d{0,4}")) {
            throw new InvalidRequestException(
                    "--crop must be WIDTHxHEIGHT, such as 512x512, or none, got '" + text + "'");
        }
        String[] sides = text.split("x");
        return new Crop(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    /** {@return a side of the input, cut} */
    static int cut(int side, int wanted, int scale) {
        return wanted == 0 ? side : Math.min(side, Math.max(1, wanted / scale));
    }

    @Override
    public String toString() {
        return width == 0 ? NO_CROP : width + "x" + height;
    }
}
