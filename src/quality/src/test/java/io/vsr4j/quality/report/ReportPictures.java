package io.vsr4j.quality.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures of the documentation from a report. It is no test, and runs by its name only:
 *
 * <pre>mvn -pl src/quality -am test -Dtest=ReportPictures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dvsr.report=$PWD/report.html -Dvsr.pictures=$PWD/docs/pictures</pre>
 */
class ReportPictures {
    private final Path report = Path.of(System.getProperty("vsr.report"));
    private final Path folder = Path.of(System.getProperty("vsr.pictures"));

    @Test
    void make() throws Exception {
        try (Browser browser = new Browser()) {
            ReportView view = new ReportView(browser);
            browser.scheme("light");
            browser.screen(780, 1000);
            view.open(report);
            view.pointAt(view.first("[data-metric] .plot"), 0.4, 0.5).perform();
            view.js("scrollTo(0, 0)");
            take(browser, "report-numbers", "png");
            view.js("document.querySelector('article').scrollIntoView()");
            take(browser, "report-frame", "jpg");
            browser.scheme("dark");
            browser.screen(360, 740);
            view.open(report);
            view.js("document.querySelector('#plots').scrollIntoView()");
            take(browser, "report-phone", "png");
        }
    }

    private void take(Browser browser, String name, String kind) throws IOException {
        Object png = browser.driver()
                .executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        BufferedImage shot =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) png)));
        BufferedImage opaque = Rgb.blank(shot.getWidth(), shot.getHeight());
        opaque.createGraphics().drawImage(shot, 0, 0, null);
        ImageIO.write(opaque, kind, folder.resolve(name + "." + kind).toFile());
    }
}
