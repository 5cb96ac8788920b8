package io.vsr4j.notebook;

import io.vsr4j.quality.report.DataUri;
import io.vsr4j.quality.report.Html;
import io.vsr4j.quality.report.Rgb;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Pictures inside markup, kept small: a notebook is a text file that people send around. */
final class Embedded {
    private static final int MOST_BYTES = 200_000;

    private Embedded() {}

    /** {@return the picture with no side longer than that; without loss if it then fits, else as JPEG} */
    static DataUri small(BufferedImage image, int mostSide) {
        BufferedImage plain = Rgb.within(plain(image), mostSide);
        DataUri png = DataUri.png(plain);
        return png.uri().length() <= MOST_BYTES ? png : DataUri.jpeg(plain, MOST_BYTES);
    }

    /** {@return the picture as red, green and blue alone} */
    static BufferedImage plain(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_INT_RGB) {
            return image;
        }
        BufferedImage plain = Rgb.blank(image.getWidth(), image.getHeight());
        Graphics2D graphics = plain.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return plain;
    }

    /** {@return part of a picture, each pixel a block, in exactly that size} */
    static BufferedImage enlarged(BufferedImage image, int width, int height) {
        BufferedImage large = Rgb.blank(width, height);
        for (int y = 0; y < height; y++) {
            int from = (int) ((long) y * image.getHeight() / height);
            for (int x = 0; x < width; x++) {
                large.setRGB(x, y, image.getRGB((int) ((long) x * image.getWidth() / width), from));
            }
        }
        return large;
    }

    /** Begins a row of figures. */
    static Html row() {
        return new Html().open("div", "style", "display:flex;flex-wrap:wrap;gap:8px;align-items:flex-start");
    }

    /** Adds a picture with its name below. */
    static void figure(Html html, String label, DataUri picture) {
        html.open("figure", "style", "margin:0");
        html.open(
                "img",
                "src",
                picture.uri(),
                "alt",
                label,
                "width",
                Integer.toString(picture.width()),
                "height",
                Integer.toString(picture.height()),
                "style",
                "max-width:100%;height:auto;image-rendering:pixelated");
        html.element("figcaption", label, "style", "font-size:smaller").close("figure");
    }
}
