package io.vsr4j.functions.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.app.Cloud;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of a running service, in a browser. */
@QuarkusTest
@TestProfile(PageTest.Working.class)
@WithTestResource(Cloud.class)
class PageTest {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    /** A process that does all there is to do. */
    public static class Working implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vsr.poll", "true",
                    "quarkus.log.category.\"org.openqa.selenium\".level", "ERROR");
        }
    }

    @TestHTTPResource("/")
    URI root;

    private static final Map<Browser.Screen, Browser> BROWSERS = new EnumMap<>(Browser.Screen.class);

    @BeforeAll
    static void browserIsThere() {
        assumeTrue(Browser.isThere(), "no /usr/bin/chromium and /usr/bin/chromedriver on this machine");
    }

    @AfterAll
    static void close() throws IOException {
        for (Browser browser : BROWSERS.values()) {
            browser.close();
        }
    }

    private ServicePage on(Browser.Screen screen) throws IOException {
        if (!BROWSERS.containsKey(screen)) {
            BROWSERS.put(screen, new Browser(screen));
        }
        return new ServicePage(BROWSERS.get(screen), root);
    }

    @Test
    void aDroppedVideoComesBackAndIsComparedWithItsSource() throws Exception {
        ServicePage page = on(Browser.Screen.DESKTOP);
        page.open();
        page.assertAccessible();
        page.listen();
        page.drop(SAMPLE);
        page.choose("model", "bicubic");
        page.choose("scale", "2");
        page.the("start").click();
        page.awaitState("done");
        assertThat(page.heard()).as("progress on the way").anySatisfy(words -> assertThat(words)
                .matches("Restoring: [1-9]\\d? of 96 frames, \\d+ of 12 chunks"));
        page.awaitVideos();

        page.the("play").click();
        page.awaitInStep(0);
        assertThat((Boolean) page.js("const r = document.getElementById('result');"
                        + " return !r.muted && r.volume > 0 && r.webkitAudioDecodedByteCount > 0"))
                .as("sound of the result plays")
                .isTrue();
        assertThat((Boolean) page.js("return document.getElementById('source').muted"))
                .isTrue();
        page.js("const seek = document.getElementById('seek'); seek.value = 1;"
                + " seek.dispatchEvent(new Event('input'))");
        page.awaitInStep(0);
        page.the("play").click();
        page.awaitStanding(0);
        double standing = page.time();
        page.the("forth").click();
        page.awaitStanding(0);
        assertThat(page.time() - standing).isBetween(0.4 * ServicePage.FRAME, 1.6 * ServicePage.FRAME);

        page.assertAccessible();
        assertReport(page);
        assertDownload(page);
        page.assertQuiet();
    }

    private static void assertReport(ServicePage page) throws Exception {
        Browser.await("the report is there", () -> !page.text("report-body").isEmpty());
        assertThat(page.text("report-body")).contains("640×360, 96 frames", "bicubic, 2×", "SHA-256", "Retries");
        assertThat((Long) page.js("return document.querySelectorAll('#report-body .many tbody tr').length"))
                .as("rows of chunks")
                .isEqualTo(12);
    }

    private void assertDownload(ServicePage page) throws Exception {
        page.the("job-download").click();
        Path file = page.browser().downloads().resolve("big-buck-bunny-320x180_x2.mp4");
        Browser.await(file + " is downloaded", () -> Files.exists(file));
        HttpURLConnection result = (HttpURLConnection)
                root.resolve("/jobs/" + page.job() + "/result").toURL().openConnection();
        assertThat(file).hasBinaryContent(result.getInputStream().readAllBytes());
    }

    @Test
    void onAPhoneAPartComesBackAndIsComparedWithItsPlaceInTheSource() throws Exception {
        ServicePage page = on(Browser.Screen.PHONE);
        page.open();
        page.assertAccessible();
        page.js("document.querySelector('details').open = true");
        page.drop(SAMPLE);
        page.choose("model", "bicubic");
        page.choose("scale", "2");
        page.the("from").sendKeys("1");
        page.the("to").sendKeys("3");
        page.the("start").click();
        page.awaitState("done");
        page.awaitVideos();
        page.awaitStanding(1);
        page.the("play").click();
        page.awaitInStep(1);
        page.assertAccessible();
        page.assertQuiet();
    }

    @Test
    void theKeyboardIsEnough() throws Exception {
        ServicePage page = on(Browser.Screen.DESKTOP);
        page.open();
        page.tabTo("file");
        page.the("file")
                .sendKeys(SAMPLE.toAbsolutePath().normalize().toString()); // in place of the system's own dialogue
        page.tabTo("model");
        page.press("b");
        page.tabTo("scale");
        page.press("3");
        page.tabTo("start");
        page.press(Keys.ENTER);
        page.awaitState("done");
        page.awaitVideos();
        assertThat(page.text("job-facts")).contains("bicubic 3×", "320×180 to 960×540");

        page.tabTo("divider");
        page.press(Keys.ARROW_RIGHT);
        assertThat(page.the("divider").getAttribute("aria-valuenow")).isEqualTo("52");
        page.press(Keys.HOME);
        assertThat(page.the("divider").getAttribute("aria-valuenow")).isEqualTo("0");
        page.press("+");
        assertThat(page.text("whole")).isEqualTo("1.5×");
        page.press("0");
        assertThat(page.text("whole")).isEqualTo("1×");
        page.press(".");
        page.awaitStanding(0);
        assertThat(page.time()).isBetween(ServicePage.FRAME, 2 * ServicePage.FRAME);
        page.tabTo("play");
        page.press(Keys.SPACE);
        page.awaitInStep(0);
        page.tabTo("mute");
        page.press(Keys.ENTER);
        assertThat(page.the("mute").getAttribute("aria-pressed")).isEqualTo("true");
    }

    @Test
    void aJobThatFailsSaysWhyAndOneThatIsCancelledIsResumed(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "this is no video");
        ServicePage page = on(Browser.Screen.PHONE);
        page.open();
        page.the("start").click();
        assertThat(page.text("form-error")).isEqualTo("Choose a video first.");
        page.drop(broken);
        page.the("start").click();
        page.awaitState("failed");
        assertThat(page.text("job-title")).isEqualTo("broken.mp4");
        assertThat(page.text("job-failures")).contains("broken.mp4");
        assertThat(page.the("job-resume").isDisplayed()).isTrue();
        page.assertAccessible();

        page.open();
        page.drop(SAMPLE);
        page.choose("model", "compact");
        page.the("start").click();
        page.awaitState("restoring");
        Browser.await("speed and time left are shown", () -> page.text("job-speed")
                .matches("[\\d.]+ frames per second, .+ left"));
        page.the("job-cancel").click();
        page.awaitState("cancelled");
        page.the("job-resume").click();
        page.awaitState("restoring");
        page.the("job-cancel").click();
        page.awaitState("cancelled");
    }

    @Test
    void aResultThatTheBrowserCannotPlayIsToBeDownloaded() throws Exception {
        ServicePage page = on(Browser.Screen.PHONE);
        page.open();
        page.drop(SAMPLE);
        page.choose("model", "bicubic");
        page.choose("scale", "2");
        page.choose("codec", "ffv1");
        assertThat(page.text("codec-words")).contains("does not play");
        page.js("document.querySelector('details').open = true");
        page.choose("container", "mkv");
        page.the("to").sendKeys("0.5");
        page.the("start").click();
        page.awaitState("done");
        Browser.await("the page says so", () -> page.text("player-note").contains("cannot play the result (mkv)"));
        assertThat(page.the("stage").isDisplayed()).isFalse();
        assertThat(page.the("job-download").isDisplayed()).isTrue();
        page.assertAccessible();
    }

    @Test
    void ofManyJobsOnePageIsShown(@TempDir Path folder) throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            files.add(Files.writeString(folder.resolve("no-video-" + i + ".mp4"), "no video"));
        }
        ServicePage page = on(Browser.Screen.DESKTOP);
        page.open();
        page.drop(files);
        page.the("start").click();
        Browser.await(
                "all jobs have failed",
                () -> !page.the("upload").isDisplayed()
                        && page.jobs().get(0).contains("no-video-22.mp4")
                        && page.jobs().stream().allMatch(job -> job.contains("Failed")));
        List<String> newest = page.jobs();
        assertThat(newest).hasSize(20);
        page.the("older").click();
        Browser.await("the older jobs are shown", () -> !page.jobs().equals(newest));
        assertThat(page.jobs()).doesNotContainAnyElementsOf(newest);
        page.the("newer").click();
        Browser.await("the newest jobs are shown again", () -> page.jobs().equals(newest));

        page.choose("state", "failed");
        Browser.await("failed jobs are shown", () -> page.jobs().equals(newest));
        page.js("location.hash = '#jobs/0123456789abcdef0123456789abcdef'");
        Browser.await("it says that there is no such job", () -> page.text("job-error")
                .contains("0123456789abcdef"));
    }
}
