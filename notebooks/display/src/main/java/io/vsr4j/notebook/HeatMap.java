package io.vsr4j.notebook;

import io.vsr4j.quality.report.DataUri;
import io.vsr4j.quality.report.Html;
import io.vsr4j.quality.report.Rgb;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Numbers as colours, dark for low and bright for high, with one scale for all maps. */
final class HeatMap {
    private static final int SIDE = 240;
    private static final int NOT_A_NUMBER = 0x808080;
    /** From dark blue over green to yellow: brightness rises evenly, so it also serves who does not see colours. */
    private static final int[] COLOURS = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

    private HeatMap() {}

    static Output of(String title, List<Labelled<float[][]>> maps) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (Labelled<float[][]> map : maps) {
            requireMatrix(map);
            for (float[] row : map.value()) {
                for (float value : row) {
                    if (Float.isFinite(value)) {
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
        }
        if (low > high) {
            throw new IllegalArgumentException("a heat map needs at least one finite number, got none");
        }
        return of(title, low, high, maps);
    }

    static Output of(String title, float low, float high, List<Labelled<float[][]>> maps) {
        if (!(low <= high) || Float.isInfinite(high - low)) {
            throw new IllegalArgumentException("a scale must rise between finite ends, got " + low + " to " + high);
        }
        Html html = new Html();
        html.element("div", title, "style", "font-weight:bold");
        html.trusted(Embedded.row().toString());
        for (Labelled<float[][]> map : maps) {
            requireMatrix(map);
            Embedded.figure(html, map.label(), DataUri.png(picture(map.value(), low, high)));
        }
        html.close("div");
        html.open("div", "style", "display:flex;gap:8px;align-items:center;font-size:smaller");
        html.element("span", number(low));
        html.open("img", "src", DataUri.png(scale()).uri(), "alt", "scale", "width", "200", "height", "12");
        html.element("span", number(high)).close("div");
        return Output.html(html, title + ": " + maps.size() + " maps, " + number(low) + " to " + number(high));
    }

    private static void requireMatrix(Labelled<float[][]> map) {
        float[][] rows = map.value();
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("map '" + map.label() + "' must have at least one number, got none");
        }
        for (float[] row : rows) {
            if (row.length != rows[0].length) {
                throw new IllegalArgumentException("map '" + map.label() + "' must have rows of equal length, got "
                        + rows[0].length + " and " + row.length);
            }
        }
    }

    private static BufferedImage picture(float[][] rows, float low, float high) {
        BufferedImage image = Rgb.blank(rows[0].length, rows.length);
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[0].length; x++) {
                image.setRGB(x, y, colour(rows[y][x], low, high));
            }
        }
        BufferedImage small = Rgb.within(image, 2 * SIDE);
        int zoom = Math.max(1, SIDE / Math.max(small.getWidth(), small.getHeight()));
        return Embedded.enlarged(small, zoom * small.getWidth(), zoom * small.getHeight());
    }

    private static BufferedImage scale() {
        BufferedImage image = Rgb.blank(200, 12);
        for (int x = 0; x < 200; x++) {
            int colour = colour(x, 0, 199);
            for (int y = 0; y < 12; y++) {
                image.setRGB(x, y, colour);
            }
        }
        return image;
    }

    /** {@return the colour of a value as red, green and blue; values beyond the scale have its ends' colours} */
    static int colour(float value, float low, float high) {
        if (Float.isNaN(value)) {
            return NOT_A_NUMBER;
        }
        float place = high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
        float at = place * (COLOURS.length - 1);
        int below = Math.min(COLOURS.length - 2, (int) at);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            float from = COLOURS[below] >> shift & 255;
            float to = COLOURS[below + 1] >> shift & 255;
            mixed |= Math.round(from + (at - below) * (to - from)) << shift;
        }
        return mixed;
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
