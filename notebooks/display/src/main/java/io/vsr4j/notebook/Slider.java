package io.vsr4j.notebook;

import io.vsr4j.quality.report.DataUri;
import io.vsr4j.quality.report.Html;

/** Two pictures one over the other, with a divider. Where scripts do not run, half of each is seen. */
final class Slider {
    private static final int SIDE = 960;
    private static final String LABEL =
            "position:absolute;top:4px;padding:0 4px;background:#000a;color:#fff;font-size:smaller;";

    private Slider() {}

    static Output of(Labelled<?> before, Labelled<?> after) {
        DataUri under = Embedded.small(Frames.any(after.value()), SIDE);
        DataUri over = Embedded.small(Frames.any(before.value()), SIDE);
        int width = Math.max(under.width(), over.width());
        Html html = new Html();
        html.open("div", "style", "--at:50%;max-width:" + width + "px");
        html.open("div", "style", "position:relative;line-height:0");
        picture(html, after.label(), under, "");
        // Only what lies over the other is cut, so that both stay where they are.
        picture(
                html,
                before.label(),
                over,
                "position:absolute;inset:0;height:100%;" + "clip-path:inset(0 calc(100% - var(--at)) 0 0);");
        html.element("span", "", "style", "position:absolute;top:0;bottom:0;left:var(--at);border-left:2px solid #fff");
        html.open("div", "style", "line-height:normal");
        html.element("span", before.label(), "style", LABEL + "left:4px");
        html.element("span", after.label(), "style", LABEL + "right:4px");
        html.close("div").close("div");
        html.open(
                "input",
                "type",
                "range",
                "min",
                "0",
                "max",
                "100",
                "step",
                "0.1",
                "value",
                "50",
                "aria-label",
                "divider between " + before.label() + " and " + after.label(),
                "oninput",
                "this.parentNode.style.setProperty('--at', this.value + '%')",
                "style",
                "width:100%;margin:0");
        html.close("div");
        return Output.html(html, before.label() + " left, " + after.label() + " right of a divider");
    }

    private static void picture(Html html, String label, DataUri picture, String style) {
        html.open("img", "src", picture.uri(), "alt", label, "style", style + "width:100%;image-rendering:auto");
    }
}
