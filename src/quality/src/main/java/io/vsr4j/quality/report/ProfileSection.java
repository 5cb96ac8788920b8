package io.vsr4j.quality.report;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.FramePair.Side;
import java.awt.image.BufferedImage;

/** One row of both videos over time. */
final class ProfileSection {
    private static final int MOST_WIDTH = 1280;
    private static final int MOST_BYTES = 160_000;

    private ProfileSection() {}

    static void write(Html html, Comparison comparison, TemporalProfile profile) {
        html.open("section", "id", "profile", "aria-labelledby", "profile-title");
        html.element("h2", "One row over time", "id", "profile-title").line();
        html.element(
                "p",
                "Row " + profile.row() + " of frames " + profile.first() + " to " + (profile.end() - 1)
                        + ", the earliest at the top. What stands still makes upright lines; flicker makes them ragged.",
                "class",
                "quiet");
        html.open("div", "class", "sides profiles");
        for (Side side : Side.values()) {
            BufferedImage picture = profile.picture(side);
            if (picture != null) {
                String name = side == Side.OUTPUT ? "Output" : "Reference";
                DataUri data = DataUri.jpeg(
                        Rgb.scaled(picture, Math.min(MOST_WIDTH, picture.getWidth()), picture.getHeight()), MOST_BYTES);
                html.open("figure").element("figcaption", name);
                html.open(
                        "img",
                        "class",
                        "profile",
                        "alt",
                        name + ", row " + profile.row() + " over time",
                        "width",
                        "" + data.width(),
                        "height",
                        "" + data.height(),
                        "src",
                        data.uri());
                html.close("figure").line();
            }
        }
        html.close("div").close("section").line();
    }
}
