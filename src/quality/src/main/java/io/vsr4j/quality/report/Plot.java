package io.vsr4j.quality.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/**
 * Draws a curve as SVG. Lines lie in a drawing of their own that is stretched to whatever room there is; words, ticks and dots
 * are placed by percentages and keep their shape.
 */
final class Plot {
    private static final int HEIGHT = 1000;

    private final Curve curve;
    private final Axis axis;

    Plot(Curve curve) {
        this.curve = curve;
        this.axis = Axis.of(curve);
    }

    /**
     * Adds the drawing.
     *
     * @param words what it shows, for who cannot see it
     * @param marked steps that get a dot
     */
    void draw(Html html, String words, List<Integer> marked) {
        html.open("svg", "class", "plot", "role", "img", "aria-label", words);
        for (BigDecimal tick : axis.ticks()) {
            String y = percent(axis.place(tick.doubleValue()));
            html.open("line", "class", "grid", "x1", "0", "x2", "100%", "y1", y, "y2", y)
                    .close("line");
        }
        html.open(
                "svg",
                "class",
                "curve",
                "width",
                "100%",
                "height",
                "100%",
                "preserveAspectRatio",
                "none",
                "viewBox",
                "0 0 " + curve.steps() + " " + HEIGHT);
        html.open("path", "class", "band", "d", band()).close("path");
        html.open("path", "class", "mean", "d", mean()).close("path");
        html.close("svg");
        for (BigDecimal tick : axis.ticks()) {
            String y = percent(axis.place(tick.doubleValue()));
            html.element("text", tick.toPlainString(), "x", "4", "y", y, "dy", "-3");
        }
        for (int step : marked) {
            double value = curve.mean()[step];
            if (!Double.isNaN(value)) {
                dot(html, "dot", step, value);
            }
        }
        html.open("line", "class", "cursor", "y1", "0", "y2", "100%", "x1", "0", "x2", "0")
                .close("line");
        html.close("svg").line();
    }

    private void dot(Html html, String kind, int step, double value) {
        html.open(
                        "circle",
                        "class",
                        kind,
                        "r",
                        "4",
                        "cx",
                        percent((step + 0.5) / curve.steps()),
                        "cy",
                        percent(axis.place(value)))
                .close("circle");
    }

    private String mean() {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int step = 0; step < curve.steps(); step++) {
            if (Double.isNaN(curve.mean()[step])) {
                drawing = false;
                continue;
            }
            String y = y(curve.mean()[step]);
            if (!drawing) { // a step between two gaps is seen as well
                path.append('M').append(step).append(' ').append(y).append("h.5");
            }
            path.append('L').append(step + 0.5).append(' ').append(y);
            drawing = true;
        }
        return path.toString();
    }

    /** From the smallest to the largest number of each step; nothing to see where a step is one frame. */
    private String band() {
        StringBuilder path = new StringBuilder();
        for (int step = 0; step < curve.steps(); step++) {
            if (curve.high()[step] > curve.low()[step]) {
                path.append('M').append(step).append(' ').append(y(curve.low()[step]));
                path.append("h1V").append(y(curve.high()[step])).append("h-1z");
            }
        }
        return path.toString();
    }

    private String y(double value) {
        return String.format(Locale.ROOT, "%.1f", HEIGHT * axis.place(value));
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f%%", 100 * part);
    }
}
