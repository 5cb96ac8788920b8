package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A report, as somebody reads it. */
record ReportView(Browser browser) {
    /** Opens a report from its file. */
    void open(Path file) {
        browser.driver().manage().logs().get(LogType.PERFORMANCE); // forget what was fetched before
        browser.driver().get(file.toUri().toString());
    }

    Object js(String script, Object... arguments) {
        return browser.driver().executeScript(script, arguments);
    }

    WebElement first(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    /** {@return where the divider is, in per cent of the picture's width, as it is drawn} */
    double divider(WebElement figure) {
        return ((Number) js("""
                const line = arguments[0].querySelector('.line').getBoundingClientRect();
                const picture = arguments[0].querySelector('.picture').getBoundingClientRect();
                return 100 * (line.left + line.width / 2 - picture.left) / picture.width;
                """, figure)).doubleValue();
    }

    /** Points at a place of an element: parts of its width and height from its left top. */
    Actions pointAt(WebElement element, double x, double y) {
        js("arguments[0].scrollIntoView({block: 'center'})", element);
        int right = (int) Math.round((x - 0.5) * element.getRect().width);
        int down = (int) Math.round((y - 0.5) * element.getRect().height);
        return new Actions(browser.driver()).moveToElement(element, right, down);
    }

    /** Goes on with the tabulator key until an element has the focus. */
    void tabTo(WebElement element) {
        for (int i = 0; i < 60; i++) {
            if (element.equals(browser.driver().switchTo().activeElement())) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError(element + " cannot be reached with the keyboard");
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(browser.driver()).sendKeys(keys).perform();
    }

    /** Neither in light nor in dark are rules of accessibility broken, and nothing is wider than the screen. */
    @SuppressWarnings("unchecked")
    void assertAccessible() throws IOException {
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            try (InputStream axe = ReportView.class.getResourceAsStream("/axe.min.js")) {
                js(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
            }
            Map<String, Object> found = (Map<String, Object>) browser.driver().executeAsyncScript("""
                    const done = arguments[0];
                    axe.run(document, {resultTypes: ['violations']}).then(found => done({
                        passes: found.passes.length,
                        violations: found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))}));
                    """);
            assertThat((List<String>) found.get("violations")).as(scheme).isEmpty();
            assertThat((Long) found.get("passes")).as("rules that apply").isGreaterThan(10);
        }
        assertThat((Boolean) js("return document.documentElement.scrollWidth <= innerWidth"))
                .as("fits the screen")
                .isTrue();
    }

    /** Every picture is shown. */
    void assertPictures() {
        assertThat((Boolean) js("return [...document.images].every(i => i.complete && i.naturalWidth > 0)"))
                .isTrue();
    }

    /** Nothing was fetched beside the page and what is in it, and nothing was forbidden. */
    void assertAlone() {
        assertThat(browser.driver().manage().logs().get(LogType.PERFORMANCE).getAll())
                .extracting(log -> JsonParser.parseString(log.getMessage())
                        .getAsJsonObject()
                        .getAsJsonObject("message"))
                .filteredOn(event -> event.get("method").getAsString().equals("Network.requestWillBeSent"))
                .extracting(event -> event.getAsJsonObject("params").getAsJsonObject("request"))
                .extracting(request -> request.get("url").getAsString().replaceFirst(":.*", ""))
                .isNotEmpty()
                .containsOnly("file", "data");
        assertThat(browser.driver().manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }
}
