package io.vsr4j.quality.report;

import io.vsr4j.quality.Comparison;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The page from head to foot. Its content security policy lets it use pictures that are in it, and the one script and the one
 * style sheet of which it states the hashes: it asks nobody for anything, and nothing that got into it would run.
 */
final class ReportPage {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    private final Report report;
    private final List<ShownFrame> shown;
    private final TemporalProfile profile;
    private final Html html = new Html();

    ReportPage(Report report, List<ShownFrame> shown, TemporalProfile profile) {
        this.report = report;
        this.shown = shown;
        this.profile = profile;
    }

    String html() {
        Comparison comparison = report.comparison();
        head(html, comparison.output() + against(comparison), true);
        html.open("body").line();
        html.open("main").line();
        title(comparison);
        NumbersSection.write(html, report, shown);
        PlotsSection.write(html, comparison, shown);
        FramesSection.write(html, report, shown);
        ProfileSection.write(html, comparison, profile);
        html.close("main").line();
        PlotsSection.data(html, comparison);
        html.open("script").trusted(SCRIPT).close("script").line();
        html.close("body").close("html").line();
        return html.toString();
    }

    /** Begins a page, up to its body. */
    static void head(Html html, String title, boolean script) {
        html.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").line();
        html.open("head").line();
        html.open("meta", "charset", "utf-8").line();
        html.open("meta", "http-equiv", "Content-Security-Policy", "content", policy(script))
                .line();
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.open("meta", "name", "color-scheme", "content", "light dark").line();
        html.open("meta", "name", "referrer", "content", "no-referrer").line();
        html.element("title", title).line();
        html.open("link", "rel", "icon", "href", "data:,").line();
        html.open("style").trusted(STYLE).close("style").line();
        html.close("head").line();
    }

    private static String against(Comparison comparison) {
        return comparison.reference() == null ? "" : " against " + comparison.reference();
    }

    private static String policy(boolean script) {
        return "default-src 'none'; img-src data:; style-src " + hash(STYLE)
                + (script ? "; script-src " + hash(SCRIPT) : "")
                + "; base-uri 'none'; form-action 'none'";
    }

    private void title(Comparison comparison) {
        html.open("h1").name(comparison.output());
        if (comparison.reference() != null) {
            html.text(" against ").name(comparison.reference());
        }
        html.close("h1").line();
        int frames = comparison.times().length;
        html.element(
                "p",
                comparison.width() + "×" + comparison.height() + ", " + frames + (frames == 1 ? " frame" : " frames")
                        + ", from " + Figures.time(comparison.times()[0]) + " to "
                        + Figures.time(comparison.times()[frames - 1]),
                "class",
                "quiet");
        if (!comparison.remarks().isEmpty()) {
            html.open("ul", "class", "note", "id", "remarks");
            comparison.remarks().forEach(remark -> html.element("li", remark));
            html.close("ul").line();
        }
        html.open("noscript")
                .element("p", "Without scripts the curves tell no numbers, and the divider stays in the middle.")
                .close("noscript")
                .line();
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
