package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The report in a browser, opened from its file. */
class ReportBrowserTest {
    @TempDir
    static Path folder;

    private static Browser browser;
    private static ReportView report;

    @BeforeAll
    static void browserIsThere() throws IOException {
        assumeTrue(Browser.isThere(), "no /usr/bin/chromium and /usr/bin/chromedriver on this machine");
        browser = new Browser();
        report = new ReportView(browser);
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(MadeFilm film, String output, int width, int height) throws IOException {
        browser.screen(width, height);
        film.page(folder, film.comparison("reference.mp4", output));
        report.open(folder.resolve("report.html"));
    }

    @Test
    void pointingAtAPlotTellsTheNumbersOfAFrameInAll() throws Exception {
        open(MadeFilm.SHORT, "output.mp4", 1280, 800);
        assertThat(report.all("[data-metric] .plot .mean")).hasSize(3);
        assertThat(report.all("[data-metric=psnr] .dot")).hasSize(5);

        report.pointAt(report.first("[data-metric=ssim] .plot"), (MadeFilm.BAD + 0.5) / 48, 0.5)
                .perform();

        assertThat(report.first("#cursor-words").getText()).isEqualTo("frame 17, 0.708 s");
        assertThat(report.first("[data-metric=ssim] .reading").getText()).isEqualTo("0.81");
        assertThat(report.first("[data-metric=psnr] .reading").getText()).isEqualTo("21.5");
        WebElement cursor = report.first("#cursor");
        report.tabTo(cursor);
        report.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(report.first("#cursor-words").getText()).startsWith("frame 19,");
        assertThat(cursor.getDomAttribute("aria-valuetext")).startsWith("frame 19,");
        report.press(Keys.HOME);
        assertThat(report.first("[data-metric=flicker] .reading").getText()).isEqualTo("–");
        report.assertAlone();
    }

    @Test
    void theDividerFollowsPointerAndKeys() throws Exception {
        open(MadeFilm.SHORT, "output.mp4", 1280, 800);
        report.assertPictures();
        WebElement figure = report.first("#frame-17 .divided");
        WebElement picture = report.first("#frame-17 .divided .picture");
        assertThat(report.divider(figure)).isCloseTo(50, within(0.5));

        report.pointAt(picture, 0.25, 0.5).click().perform();
        assertThat(report.divider(figure)).isCloseTo(25, within(1.0));
        report.pointAt(picture, 0.25, 0.5)
                .clickAndHold()
                .moveByOffset(picture.getRect().width / 2, 0)
                .release()
                .perform();
        assertThat(report.divider(figure)).isCloseTo(75, within(1.0));
        assertThat((String) report.js("return getComputedStyle(document.querySelector('#frame-17 .over')).clipPath"))
                .isEqualTo("inset(0px 25% 0px 0px)");

        report.tabTo(report.first("#divider-17"));
        report.press(Keys.ARROW_LEFT, Keys.ARROW_LEFT);
        assertThat(report.divider(figure)).isCloseTo(73, within(1.0));
        report.press(Keys.END);
        assertThat(report.divider(figure)).isCloseTo(100, within(0.5));
        assertThat(report.divider(report.all(".divided").get(1)))
                .as("the others stay")
                .isCloseTo(50, within(0.5));
        report.assertAlone();
    }

    @Test
    void cropsAndMapShowThePlaceThatDiffersMost() throws Exception {
        open(MadeFilm.SHORT, "output.mp4", 1280, 800);

        assertThat(report.all("#frame-17 .crop .pixels")).hasSize(4);
        WebElement square = report.first("#frame-17 .squares rect");
        assertThat(Integer.parseInt(square.getDomAttribute("x"))).isBetween(MadeFilm.SQUARE_X - 10, MadeFilm.SQUARE_X);
        assertThat(Integer.parseInt(square.getDomAttribute("y"))).isBetween(MadeFilm.SQUARE_Y - 10, MadeFilm.SQUARE_Y);
        assertThat((Boolean) report.js("""
                const [reference, output] = [...document.querySelectorAll('#frame-17 .crop .pixels')].map(image => {
                  const canvas = document.createElement('canvas');
                  canvas.width = image.naturalWidth;
                  canvas.height = image.naturalHeight;
                  const context = canvas.getContext('2d');
                  context.drawImage(image, 0, 0);
                  return context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
                });
                return output - reference > 80;
                """))
                .as("the square is in the output's crop")
                .isTrue();
        assertThat(report.all("#profile img")).hasSize(2);
    }

    @Test
    void anybodyCanReadItOnAPhone() throws Exception {
        open(MadeFilm.SHORT, "a-name-that-goes-on-and-on-without-a-place-to-break-it".repeat(3) + ".mp4", 360, 740);
        report.js("document.querySelectorAll('details').forEach(d => d.open = true)");

        report.assertAccessible();
        report.assertPictures();
    }

    @Test
    void anybodyCanReadItOnADesktop() throws Exception {
        open(MadeFilm.SHORT, "output.mp4", 1280, 800);
        WebElement definition = report.first("#metric-psnr details");
        report.tabTo(definition.findElement(org.openqa.selenium.By.tagName("summary")));
        report.press(Keys.ENTER);

        assertThat(definition.getText()).contains("the definition of psnr, with a < b & c");
        report.assertAccessible();
    }

    @Test
    void withoutAReferenceThereAreFramesAndCrops() throws Exception {
        open(new MadeFilm(192, 108, 20, false), "output.mp4", 360, 740);

        assertThat(report.all(".divided")).isEmpty();
        assertThat(report.all("article .whole")).isNotEmpty();
        assertThat(report.all("article:first-of-type .crop .pixels")).hasSize(2);
        report.assertAccessible();
        report.assertAlone();
    }

    @Test
    void namesThatAreMarkupAreShownAsTheyAre() throws Exception {
        String name = "<img src=https://example.org/x onerror=document.title=1>'\"&.mp4";
        open(new MadeFilm(48, 36, 4, true), name, 1280, 800);

        assertThat(report.first("h1").getText()).isEqualTo(name + " against reference.mp4");
        assertThat(browser.driver().getTitle()).isEqualTo(name + " against reference.mp4");
        report.assertAlone();
    }

    @Test
    void aLongFilmIsReadInSteps() throws Exception {
        open(new MadeFilm(64, 36, 2500, true), "output.mp4", 1280, 800);

        report.pointAt(report.first("[data-metric=psnr] .plot"), 0.5, 0.5).perform();

        assertThat(report.first("#cursor-words").getText()).matches("frames 12\\d\\d to 12\\d\\d, .*");
        assertThat(report.first("[data-metric=psnr] .reading").getText()).matches("[\\d.]+ \\([\\d.]+ to [\\d.]+\\)");
    }
}
