package io.vsr4j.functions.app.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Chromium without a window, with a profile of its own. */
final class Browser implements AutoCloseable {
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A screen that the page is seen on. */
    enum Screen {
        DESKTOP(1280, 800),
        PHONE(390, 844);

        final int width;
        final int height;

        Screen(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    private final Path folder;
    private final ChromeDriver driver;

    Browser(Screen screen) throws IOException {
        folder = Files.createTempDirectory("vsr-browser-");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setExperimentalOption(
                "prefs",
                Map.of("download.default_directory", downloads().toString(), "download.prompt_for_download", false));
        if (screen == Screen.PHONE) {
            options.setExperimentalOption(
                    "mobileEmulation",
                    Map.of(
                            "deviceMetrics",
                            Map.of("width", screen.width, "height", screen.height, "pixelRatio", 2, "touch", true)));
        }
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .withSilent(true)
                        .build(),
                options);
        if (screen == Screen.DESKTOP) {
            driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", screen.width, "height", screen.height, "deviceScaleFactor", 1, "mobile", false));
        }
    }

    /** {@return whether the machine has one} */
    static boolean isThere() {
        return CHROMIUM.canExecute() && DRIVER.canExecute();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** {@return where downloads end up} */
    Path downloads() {
        return folder.resolve("downloads");
    }

    /** Asks for a page in one of the schemes, {@code light} and {@code dark}. */
    void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Waits until something holds. */
    static void await(String what, Callable<Boolean> holds) throws Exception {
        await(() -> what, holds);
    }

    /** Waits until something holds. */
    static void await(Supplier<String> what, Callable<Boolean> holds) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain until " + what.get());
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
