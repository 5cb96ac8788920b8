package io.vsr4j.notebook;

import io.vsr4j.quality.report.DataUri;
import io.vsr4j.quality.report.Html;
import io.vsr4j.quality.report.Rgb;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The same place of several pictures, enlarged, behind the whole first one with the place marked. */
final class CropRow {
    private static final int SIDE = 256;
    private static final int MARK = 2;

    private CropRow() {}

    static Output of(Rectangle place, List<Labelled<BufferedImage>> pictures) {
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("crops need at least one picture, got none");
        }
        BufferedImage first = pictures.get(0).value();
        if (place.isEmpty() || !new Rectangle(first.getWidth(), first.getHeight()).contains(place)) {
            throw new IllegalArgumentException("the place " + text(place) + " must lie in the first picture of "
                    + first.getWidth() + "x" + first.getHeight());
        }
        double zoom = Math.max(1, Math.floor((double) SIDE / Math.max(place.width, place.height)));
        int width = (int) (place.width * zoom);
        int height = (int) (place.height * zoom);
        Html html = Embedded.row();
        Embedded.figure(html, "the place, " + text(place), DataUri.png(marked(first, place)));
        List<String> words = new ArrayList<>();
        for (Labelled<BufferedImage> picture : pictures) {
            BufferedImage crop = Rgb.crop(picture.value(), scaled(place, first, picture.value()));
            Embedded.figure(html, picture.label(), Embedded.small(Embedded.enlarged(crop, width, height), 2 * SIDE));
            words.add(picture.label());
        }
        return Output.html(html.close("div"), "crops at " + text(place) + ": " + String.join(", ", words));
    }

    /** {@return the same place in a picture of another size; at least a pixel} */
    static Rectangle scaled(Rectangle place, BufferedImage of, BufferedImage in) {
        double across = (double) in.getWidth() / of.getWidth();
        double down = (double) in.getHeight() / of.getHeight();
        int x = Math.min(in.getWidth() - 1, (int) Math.round(place.x * across));
        int y = Math.min(in.getHeight() - 1, (int) Math.round(place.y * down));
        int right = Math.min(in.getWidth(), (int) Math.round((place.x + place.width) * across));
        int bottom = Math.min(in.getHeight(), (int) Math.round((place.y + place.height) * down));
        return new Rectangle(x, y, Math.max(1, right - x), Math.max(1, bottom - y));
    }

    private static BufferedImage marked(BufferedImage whole, Rectangle place) {
        BufferedImage small = Rgb.within(whole, SIDE);
        BufferedImage marked = Rgb.crop(small, new Rectangle(small.getWidth(), small.getHeight()));
        Rectangle at = scaled(place, whole, small);
        Graphics2D graphics = marked.createGraphics();
        graphics.setColor(Color.RED);
        for (int i = 0; i < MARK; i++) {
            graphics.drawRect(at.x - i, at.y - i, at.width + 2 * i - 1, at.height + 2 * i - 1);
        }
        graphics.dispose();
        return marked;
    }

    private static String text(Rectangle place) {
        return place.width + "x" + place.height + " at (" + place.x + ", " + place.y + ")";
    }
}
