package io.vsr4j.quality.report;

import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import io.vsr4j.quality.report.ShownFrame.Crop;
import java.awt.Rectangle;
import java.util.List;
import java.util.stream.Collectors;

/** The worst frames and a typical one: both videos with a divider between them, where they differ, and pixels from there. */
final class FramesSection {
    /** Bytes of a map of differences. */
    private static final int MOST_BYTES = 60_000;
    /** Differences that a map shows as the most at least: less is not seen by anybody. */
    private static final double LEAST_FULL = 8;

    private final Html html;
    private final Report report;
    private final boolean compared;
    private final double full;

    private FramesSection(Html html, Report report, List<ShownFrame> shown) {
        this.html = html;
        this.report = report;
        this.compared = report.comparison().reference() != null;
        this.full = Math.max(
                LEAST_FULL,
                shown.stream().mapToDouble(s -> s.difference().high()).max().orElseThrow());
    }

    static void write(Html html, Report report, List<ShownFrame> shown) {
        new FramesSection(html, report, shown).write(shown);
    }

    private void write(List<ShownFrame> shown) {
        html.open("section", "id", "frames", "aria-labelledby", "frames-title");
        html.element("h2", "Frames", "id", "frames-title").line();
        String chosen = report.judge()
                .map(judge -> "By " + judge.card().title() + ", "
                        + (judge.card().better() == Better.NEITHER ? "lowest" : "worst")
                        + " first, and at the end a typical one. ")
                .orElse("No metric tells frames apart, so here is one from the middle. ");
        html.element(
                "p",
                chosen + "Whole frames are made smaller where they are large, and stored as JPEG; squares A and B are"
                        + " pixels as they are.",
                "class",
                "quiet");
        for (ShownFrame frame : shown) {
            article(frame);
        }
        html.close("section").line();
    }

    private void article(ShownFrame frame) {
        String id = "frame-" + frame.index();
        html.open("article", "id", id, "aria-labelledby", id + "-title");
        html.element("h3", "Frame " + frame.index() + ", " + Figures.time(frame.seconds()), "id", id + "-title");
        html.element("p", numbers(frame.index()), "class", "quiet").line();
        if (compared) {
            divided(frame);
            map(frame);
        } else {
            html.open("figure").open("div", "class", "picture");
            picture(frame.output(), "Output, frame " + frame.index(), "whole");
            squares(frame);
            html.close("div").close("figure").line();
        }
        html.open("div", "class", "crops");
        for (int i = 0; i < frame.crops().size(); i++) {
            crop(frame.crops().get(i), letter(i), frame.index());
        }
        html.close("div").close("article").line();
    }

    private String numbers(int frame) {
        return report.comparison().results().stream()
                .filter(r -> r.score() != null && frame < r.score().frames().length)
                .filter(r -> !Double.isNaN(r.score().frames()[frame]))
                .map(r -> r.card().title() + arrow(r.card()) + " "
                        + Figures.of(r.score().frames()[frame]))
                .collect(Collectors.joining(" · "));
    }

    private static String arrow(MetricCard card) {
        return card.better() == Better.HIGHER ? " ↑" : card.better() == Better.LOWER ? " ↓" : "";
    }

    private void divided(ShownFrame frame) {
        String id = "divider-" + frame.index();
        html.open("figure", "class", "divided").open("div", "class", "picture");
        picture(frame.output(), "Output, frame " + frame.index(), "whole");
        picture(frame.reference(), "Reference, frame " + frame.index(), "over");
        html.open("span", "class", "line").close("span");
        html.element("span", "Reference", "class", "tag left", "aria-hidden", "true");
        html.element("span", "Output", "class", "tag right", "aria-hidden", "true");
        html.close("div").open("figcaption").element("label", "Divider, frame " + frame.index(), "for", id);
        html.open("input", "id", id, "type", "range", "min", "0", "max", "100", "value", "50");
        html.close("figcaption").close("figure").line();
    }

    private void map(ShownFrame frame) {
        DataUri map = DataUri.jpeg(frame.difference().picture(full), MOST_BYTES);
        html.open("figure").open("div", "class", "picture");
        picture(map, "Where reference and output of frame " + frame.index() + " differ", "whole");
        squares(frame);
        html.close("div").open("figcaption", "class", "quiet");
        html.text("Difference of the channel that differs most: 0 ");
        html.open("span", "class", "scale").close("span");
        html.text(" " + Figures.of(full) + " of 255 or more")
                .close("figcaption")
                .close("figure")
                .line();
    }

    /** Marks where the crops are from. */
    private void squares(ShownFrame frame) {
        String all =
                "0 0 " + report.comparison().width() + " " + report.comparison().height();
        html.open("svg", "class", "squares", "viewBox", all, "aria-hidden", "true");
        for (int i = 0; i < frame.crops().size(); i++) {
            Rectangle at = frame.crops().get(i).place();
            html.open("rect", "x", "" + at.x, "y", "" + at.y, "width", "" + at.width, "height", "" + at.height)
                    .close("rect");
            html.element(
                    "text",
                    letter(i),
                    "x",
                    "" + (at.x + at.width / 12),
                    "y",
                    "" + at.y,
                    "dy",
                    "1em",
                    "font-size",
                    "" + Math.max(1, at.height / 3));
        }
        html.close("svg");
    }

    private void crop(Crop crop, String letter, int frame) {
        Rectangle at = crop.place();
        html.open("figure", "class", "crop").open("div", "class", "sides");
        String where = ", square " + letter + " of frame " + frame;
        if (crop.reference() != null) {
            picture(crop.reference(), "Reference" + where, "pixels");
        }
        picture(crop.output(), "Output" + where, "pixels");
        html.close("div")
                .element(
                        "figcaption",
                        letter + (compared ? ": reference, output. " : ": ") + at.width + "×" + at.height
                                + " pixels at " + at.x + ", " + at.y,
                        "class",
                        "quiet");
        html.close("figure").line();
    }

    private void picture(DataUri picture, String words, String kind) {
        html.open(
                "img",
                "class",
                kind,
                "alt",
                words,
                "width",
                "" + picture.width(),
                "height",
                "" + picture.height(),
                "draggable",
                "false",
                "src",
                picture.uri());
    }

    private static String letter(int i) {
        return String.valueOf((char) ('A' + i));
    }
}
