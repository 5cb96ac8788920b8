package io.vsr4j.quality.report;

import io.vsr4j.quality.pixel.RgbRow;
import io.vsr4j.quality.pixel.RowSource;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Frames as Java's own pictures: 8 bits of red, green and blue in an int. */
public final class Rgb {
    private Rgb() {}

    /** {@return a part of a frame, in its whole width} */
    static BufferedImage of(RowSource rows, int width, int top, int height) {
        BufferedImage image = blank(width, height);
        int[] pixels = pixels(image);
        RgbRow row = new RgbRow(width);
        for (int y = 0; y < height; y++) {
            rows.read(top + y, row);
            for (int x = 0; x < width; x++) {
                int at = RgbRow.place(x, width);
                pixels[y * width + x] = (int) row.red()[at] << 16 | (int) row.green()[at] << 8 | (int) row.blue()[at];
            }
        }
        return image;
    }

    /** {@return a black picture} */
    public static BufferedImage blank(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    /** {@return the pixels themselves, row by row} */
    public static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** {@return a copy of a part} */
    public static BufferedImage crop(BufferedImage image, Rectangle part) {
        BufferedImage crop = blank(part.width, part.height);
        int[] pixels = image.getRGB(part.x, part.y, part.width, part.height, null, 0, part.width);
        crop.setRGB(0, 0, part.width, part.height, pixels, 0, part.width);
        return crop;
    }

    /** {@return the picture with no side longer than that, in its proportions} */
    public static BufferedImage within(BufferedImage image, int mostSide) {
        double factor = Math.min(1, mostSide / (double) Math.max(image.getWidth(), image.getHeight()));
        return scaled(image, Math.max(1, (int) Math.round(factor * image.getWidth())), Math.max(1, (int)
                Math.round(factor * image.getHeight())));
    }

    /** {@return the picture made smaller, by halves, so that every pixel counts} */
    static BufferedImage scaled(BufferedImage image, int width, int height) {
        BufferedImage now = image;
        while (now.getWidth() != width || now.getHeight() != height) {
            now = drawn(now, Math.max(width, (now.getWidth() + 1) / 2), Math.max(height, (now.getHeight() + 1) / 2));
        }
        return now;
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        BufferedImage smaller = blank(width, height);
        Graphics2D graphics = smaller.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return smaller;
    }
}
