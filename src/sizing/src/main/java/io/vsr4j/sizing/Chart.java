package io.vsr4j.sizing;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Line charts below each other with one axis of time, as SVG that any browser shows.
 *
 * @param title above all
 * @param time what the horizontal axis says
 * @param panels from top to bottom
 */
public record Chart(String title, String time, List<Panel> panels) {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 190;
    private static final int LEFT = 66;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int GAP = 46;
    private static final List<String> COLOURS = List.of("#2f6fb4", "#d0662a", "#3c9150", "#8a5fb0");

    /**
     * One drawing.
     *
     * @param axis what its vertical axis says
     * @param lines in it
     */
    public record Panel(String axis, List<Line> lines) {}

    /**
     * One line.
     *
     * @param name in the legend
     * @param x places along the horizontal axis, rising
     * @param y values
     */
    public record Line(String name, double[] x, double[] y) {}

    /** {@return what there was in the course of a simulation: messages, tasks, instances} */
    public static Chart of(String title, Outcome outcome) {
        double[] hours =
                outcome.timeline().stream().mapToDouble(m -> m.time() / 3600).toArray();
        return new Chart(
                title,
                "hours",
                List.of(
                        new Panel(
                                "chunks", List.of(line("waiting or in work", hours, outcome, Outcome.Moment::backlog))),
                        new Panel(
                                "workers",
                                List.of(
                                        line("instances", hours, outcome, Outcome.Moment::instances),
                                        line("tasks wanted", hours, outcome, Outcome.Moment::desired),
                                        line("at work", hours, outcome, Outcome.Moment::busy)))));
    }

    private static Line line(String name, double[] hours, Outcome outcome, ToIntFunction<Outcome.Moment> value) {
        return new Line(
                name,
                hours,
                outcome.timeline().stream()
                        .mapToDouble(m -> value.applyAsInt(m))
                        .toArray());
    }

    /** {@return the chart as a file} */
    public String svg() {
        StringBuilder svg = new StringBuilder();
        int height = TOP + panels.size() * (HEIGHT + GAP);
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\" role=\"img\">%n<title>%s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"%d\" y=\"20\" font-size=\"14\">%s</text>%n",
                WIDTH,
                height,
                escaped(title),
                LEFT,
                escaped(title));
        double most = panels.stream()
                .flatMap(p -> p.lines().stream())
                .mapToDouble(l -> last(l.x()))
                .max()
                .orElse(1);
        Scale across = Scale.of(most, LEFT, WIDTH - RIGHT, 10);
        for (int i = 0; i < panels.size(); i++) {
            panel(svg, panels.get(i), TOP + i * (HEIGHT + GAP), across, i == panels.size() - 1);
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(StringBuilder svg, Panel panel, int top, Scale across, boolean last) {
        int bottom = top + HEIGHT;
        double most = panel.lines().stream()
                .flatMapToDouble(l -> Arrays.stream(l.y()))
                .max()
                .orElse(1);
        Scale up = Scale.of(most, bottom, top + 18, 5);
        for (double tick = 0; tick <= up.end() * 1.0001; tick += up.step()) {
            double y = up.place(tick);
            add(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT);
            add(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + 4, number(tick));
        }
        for (double tick = 0; tick <= across.end() * 1.0001; tick += across.step()) {
            double x = across.place(tick);
            add(svg, "<path d=\"M%.1f %dv4\" stroke=\"#888\"/>%n", x, bottom);
            add(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", x, bottom + 17, number(tick));
        }
        if (last) {
            add(
                    svg,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    WIDTH - RIGHT,
                    bottom + 33,
                    escaped(time));
        }
        add(
                svg,
                "<text x=\"14\" y=\"%d\" transform=\"rotate(-90 14 %d)\" text-anchor=\"middle\">%s</text>%n",
                top + HEIGHT / 2,
                top + HEIGHT / 2,
                escaped(panel.axis()));
        int legend = LEFT + 8;
        for (int i = 0; i < panel.lines().size(); i++) {
            Line line = panel.lines().get(i);
            String colour = COLOURS.get(i % COLOURS.size());
            add(
                    svg,
                    "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                    path(line, across, up),
                    colour);
            add(svg, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", legend, top + 8, colour, escaped(line.name()));
            legend += 24 + 7 * line.name().length();
        }
    }

    /** A place that is not seen beside the last one is left out. */
    private static String path(Line line, Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            boolean turns = i == 0
                    || i == line.x().length - 1
                    || line.y()[i] != line.y()[i - 1]
                    || line.y()[i] != line.y()[i + 1];
            if (turns) {
                add(path, "%s%.1f %.1f", i == 0 ? "M" : "L", across.place(line.x()[i]), up.place(line.y()[i]));
            }
        }
        return path.toString();
    }

    private record Scale(double end, double step, double from, double to) {
        static Scale of(double most, double from, double to, int steps) {
            double rough = Math.max(most, 1e-9) / steps;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
            return new Scale(Math.ceil(most / step - 1e-9) * step, step, from, to);
        }

        double place(double value) {
            return from + (to - from) * value / Math.max(end, step);
        }
    }

    private static double last(double[] values) {
        return values.length == 0 ? 0 : values[values.length - 1];
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static void add(StringBuilder to, String format, Object... values) {
        to.append(String.format(Locale.ROOT, format, values));
    }
}
