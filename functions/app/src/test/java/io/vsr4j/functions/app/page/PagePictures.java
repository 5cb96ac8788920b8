package io.vsr4j.functions.app.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Makes the pictures of the documentation from the sample. It is no test, and runs by its name only: {@code ./vsr serve} in
 * one terminal, and in another one
 *
 * <pre>mvn -pl functions/app -am test -Dtest=PagePictures -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dvsr.page=http://127.0.0.1:8080/ -Dvsr.pictures=$PWD/docs/pictures</pre>
 */
class PagePictures {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    /** Two seconds into the sample there is much to see. */
    private static final double MOMENT = 2;
    /** Bits of a colour that are kept, so that files are small. */
    private static final int KEPT_BITS = 0xfff8f8f8;

    private final URI service = URI.create(System.getProperty("vsr.page"));
    private final Path folder = Path.of(System.getProperty("vsr.pictures"));

    @Test
    void make() throws Exception {
        Files.createDirectories(folder);
        try (Browser browser = new Browser(Browser.Screen.DESKTOP)) {
            ServicePage page = new ServicePage(browser, service);
            size(browser, 780, 600);
            browser.scheme("light");
            page.open();
            page.drop(SAMPLE);
            page.the("start").click();
            Browser.await("half is done", () -> page.text("said").contains("per cent") || isDone(page));
            take(browser, "page-progress");
            page.awaitState("done");
            show(page);
            take(browser, "page-compare");

            size(browser, 360, 640);
            browser.scheme("dark");
            show(page);
            take(browser, "page-phone");
        }
    }

    private static boolean isDone(ServicePage page) {
        return page.text("job-state").equals("Done");
    }

    private static void size(Browser browser, int width, int height) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    private static void show(ServicePage page) throws Exception {
        page.awaitVideos();
        page.js("document.getElementById('result').currentTime = arguments[0]", MOMENT);
        page.awaitStanding(0);
        page.js("document.getElementById('player').scrollIntoView()");
        page.js("return new Promise(shown => requestAnimationFrame(() => setTimeout(shown, 300)))");
    }

    private void take(Browser browser, String name) throws IOException {
        Object png = browser.driver()
                .executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        BufferedImage shot =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode((String) png)));
        BufferedImage small = new BufferedImage(shot.getWidth(), shot.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < shot.getHeight(); y++) {
            for (int x = 0; x < shot.getWidth(); x++) {
                small.setRGB(x, y, shot.getRGB(x, y) & KEPT_BITS);
            }
        }
        ImageIO.write(small, "png", folder.resolve(name + ".png").toFile());
    }
}
