package io.vsr4j.quality.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A page of curves, pictures and settings that needs nothing but itself, such as that of a training.
 *
 * <pre>{@code
 * new CurvesPage("compact-stage1").curve("l1", values, "step 1", "step 900").picture("result", image).write(file);
 * }</pre>
 */
public final class CurvesPage {
    private static final int PICTURE_BYTES = 1 << 18;
    private static final int PICTURE_SIDE = 640;

    private final String title;
    private final Html words = new Html();
    private final Html curves = new Html();
    private final Html pictures = new Html();
    private final Html settings = new Html();

    /** @param title of the page */
    public CurvesPage(String title) {
        this.title = title;
    }

    /** Adds a line of words below the title. */
    public CurvesPage words(String line) {
        words.element("p", line, "class", "quiet").line();
        return this;
    }

    /**
     * Adds a curve.
     *
     * @param name what it shows
     * @param values at equal distances; NaN leaves a gap
     * @param first what the left end is
     * @param last what the right end is
     * @return this
     */
    public CurvesPage curve(String name, double[] values, String first, String last) {
        double latest = Double.NaN;
        for (double value : values) {
            latest = Double.isNaN(value) ? latest : value;
        }
        String number = Double.isNaN(latest) ? "" : Figures.of(latest);
        curves.open("figure").open("figcaption");
        curves.element("span", name, "class", "name").text(" ");
        curves.element("span", number, "class", "number").close("figcaption");
        new Plot(Curve.of(values)).draw(curves, name + ", last " + number, List.of());
        curves.open("div", "class", "ends quiet");
        curves.element("span", first).text(" ").element("span", last).close("div");
        curves.close("figure").line();
        return this;
    }

    /** Adds a picture. */
    public CurvesPage picture(String caption, BufferedImage image) {
        DataUri data = DataUri.jpeg(Rgb.within(image, PICTURE_SIDE), PICTURE_BYTES);
        pictures.open("figure");
        pictures.open(
                "img", "src", data.uri(), "alt", caption, "width", "" + data.width(), "height", "" + data.height());
        pictures.element("figcaption", caption).close("figure").line();
        return this;
    }

    /** Adds a table of settings by name. */
    public CurvesPage settings(Map<String, String> values) {
        settings.element("h2", "Settings").line().open("dl");
        values.forEach((name, value) -> settings.element("dt", name).element("dd", value.isBlank() ? "-" : value));
        settings.close("dl").line();
        return this;
    }

    /**
     * Writes the page, which appears whole or not at all and takes the place of an earlier one.
     *
     * @param file in a folder that is there
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Html html = new Html();
        ReportPage.head(html, title, false);
        html.open("body").line().open("main").line();
        html.element("h1", title).line().trusted(words.toString());
        html.trusted(curves.toString());
        html.trusted(pictures.toString()).trusted(settings.toString());
        html.close("main").line().close("body").close("html").line();
        new ReportFile(file).write(html.toString());
    }
}
