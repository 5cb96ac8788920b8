package io.vsr4j.functions.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;

/** The page of the service, as somebody uses it. */
final class ServicePage {
    /** It checks rules of accessibility. */
    private static final String AXE = resource("/axe.min.js");
    /** In step means: the same frame, or one beside it. Seconds, at the 24 frames per second of the sample. */
    static final double FRAME = 1 / 24.0;

    private final Browser browser;
    private final URI root;

    ServicePage(Browser browser, URI root) {
        this.browser = browser;
        this.root = root;
    }

    private static String resource(String name) {
        try (InputStream in = ServicePage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Browser browser() {
        return browser;
    }

    Object js(String script, Object... arguments) {
        return ((JavascriptExecutor) browser.driver()).executeScript(script, arguments);
    }

    private Object later(String script) {
        return browser.driver().executeAsyncScript(script);
    }

    WebElement the(String id) {
        return browser.driver().findElement(By.id(id));
    }

    String text(String id) {
        return (String) js("return document.getElementById(arguments[0]).textContent", id);
    }

    /** Opens the form and the list. */
    void open() throws Exception {
        browser.driver().get(root.toString());
        Browser.await(
                "models are there to choose",
                () -> !the("model").findElements(By.tagName("option")).isEmpty());
    }

    /** Opens the page of a job. */
    void open(String job) throws Exception {
        browser.driver().get(root.resolve("/#jobs/" + job).toString());
        Browser.await("the job is shown", () -> the("job-body").isDisplayed());
    }

    void choose(String setting, String value) {
        new Select(the(setting)).selectByValue(value);
    }

    /** Drops files as from a folder of the desktop. */
    void drop(Path... files) {
        drop(List.of(files));
    }

    /** Drops files as from a folder of the desktop. */
    void drop(List<Path> files) {
        js("const file = document.createElement('input'); file.type = 'file'; file.multiple = true;"
                + " file.id = 'dropped'; document.body.append(file)");
        the("dropped")
                .sendKeys(files.stream()
                        .map(file -> file.toAbsolutePath().normalize().toString())
                        .collect(Collectors.joining("\n")));
        js("""
                const carried = new DataTransfer();
                [...document.getElementById('dropped').files].forEach(file => carried.items.add(file));
                document.getElementById('dropped').remove();
                for (const type of ['dragenter', 'dragover', 'drop']) {
                  document.getElementById('drop').dispatchEvent(
                      new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: carried}));
                }
                """);
    }

    /** Writes down what the page says of progress from now on. */
    void listen() {
        js("""
                window.heard = [];
                new MutationObserver(() => heard.push(document.getElementById('job-state').textContent))
                    .observe(document.getElementById('job-state'), {childList: true, characterData: true, subtree: true});
                """);
    }

    @SuppressWarnings("unchecked")
    List<String> heard() {
        return (List<String>) js("return window.heard");
    }

    /** Waits until the page says that its job is in a state. */
    void awaitState(String state) throws Exception {
        Browser.await(() -> "the page says " + state + ", it says " + text("job-state") + text("job-failures"), () -> {
            assertThat(text("form-error")).isEmpty();
            return state.equals(js("return document.getElementById('job-state').dataset.state"));
        });
    }

    /** {@return what the list says of each job} */
    @SuppressWarnings("unchecked")
    List<String> jobs() {
        return (List<String>) js("return [...document.querySelectorAll('#jobs li')].map(item => item.textContent)");
    }

    /** {@return the job that is shown} */
    String job() {
        return ((String) js("return location.hash")).replace("#jobs/", "");
    }

    /** Waits until both videos can be played. */
    void awaitVideos() throws Exception {
        Browser.await(() -> "both videos have frames, " + text("player-note"), () ->
                (Boolean) js("return ['result', 'source'].every(id => document.getElementById(id).readyState >= 2)"));
    }

    /**
     * Waits until ten frames in a row were shown while the other video was in step.
     *
     * @param ahead seconds that the source is ahead of the result
     */
    void awaitInStep(double ahead) throws Exception {
        js("""
                const [result, source] = ['result', 'source'].map(id => document.getElementById(id));
                window.inStep = 0;
                const look = () => {
                  const off = source.currentTime - result.currentTime - arguments[0];
                  if (!result.paused) {
                    window.inStep = Math.abs(off) < arguments[1] ? window.inStep + 1 : 0;
                  }
                  result.requestVideoFrameCallback(look);
                };
                result.requestVideoFrameCallback(look);
                """, ahead, FRAME);
        Browser.await("the videos run in step", () -> {
            if ((Boolean) js("return document.getElementById('result').ended")) {
                the("play").click(); // from the beginning
            }
            return (Long) js("return window.inStep") >= 10;
        });
    }

    /** Waits until both videos stand at one place. */
    void awaitStanding(double ahead) throws Exception {
        Browser.await("both videos stand at one place", () -> (Boolean) js("""
                const [result, source] = ['result', 'source'].map(id => document.getElementById(id));
                return result.paused && source.paused && !result.seeking && !source.seeking
                    && Math.abs(source.currentTime - result.currentTime - arguments[0]) < 0.01;
                """, ahead));
    }

    double time() {
        return ((Number) js("return document.getElementById('result').currentTime")).doubleValue();
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(browser.driver()).sendKeys(keys).perform();
    }

    /** Goes on with the tabulator key until an element has the focus. */
    void tabTo(String id) {
        for (int i = 0; i < 60; i++) {
            if (id.equals(browser.driver().switchTo().activeElement().getAttribute("id"))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError(id + " cannot be reached with the keyboard");
    }

    /** Neither in light nor in dark are rules of accessibility broken, and nothing is wider than the screen. */
    @SuppressWarnings("unchecked")
    void assertAccessible() {
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            js(AXE);
            Map<String, Object> found = (Map<String, Object>) later("""
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

    /** Nothing went wrong that a user does not see, such as what the content security policy forbids. */
    void assertQuiet() {
        assertThat(browser.driver().manage().logs().get(LogType.BROWSER).getAll())
                .extracting(LogEntry::getMessage)
                .isEmpty();
    }
}
