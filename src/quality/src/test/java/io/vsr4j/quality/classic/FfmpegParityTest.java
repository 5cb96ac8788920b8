package io.vsr4j.quality.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import io.vsr4j.quality.Comparer;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.MadeVideo;
import io.vsr4j.quality.Metrics;
import io.vsr4j.quality.Score;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program {@code ffmpeg} that comes with the libraries, and its filters psnr and ssim, on the same files. */
class FfmpegParityTest {
    private static final Pattern PLANE = Pattern.compile("(\\w+):([0-9.]+|inf)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "yuv420p, 64, 48",
        "yuv420p, 77, 53",
        "yuv422p, 50, 34",
        "yuv444p, 61, 47",
        "yuv420p10, 64, 48",
        "yuv420p10, 75, 51",
        "yuv444p10, 47, 39",
        "yuv420p12, 66, 34",
        "gray, 65, 33",
        "gbrp, 43, 57"
    })
    void agreesWithTheFilters(String layout, int width, int height) throws Exception {
        PixelFormat format = PixelFormat.of(layout);
        int most = (1 << format.depth()) - 1;
        MadeVideo.Painter scene = (f, p, x, y) ->
                (int) (most * (0.5 + 0.4 * Math.sin(0.31 * x + 0.2 * f + p) * Math.cos(0.23 * y - 0.1 * f)));
        Random random = new Random(11);
        // Each frame is worse than the one before, so that pooling matters.
        MadeVideo.Painter worse = (f, p, x, y) -> {
            double noise = most * 0.01 * (1 + f) * random.nextGaussian();
            return (int) Math.max(0, Math.min(most, Math.round(scene.code(f, p, x, y) + noise)));
        };
        Path reference = MadeVideo.write(folder.resolve("reference.mkv"), format, width, height, 6, scene);
        Path output = MadeVideo.write(folder.resolve("output.mkv"), format, width, height, 6, worse);
        Comparison ours = new Comparer(Metrics.of(List.of("psnr-ffmpeg", "ssim-ffmpeg")))
                .compare(Optional.of(reference), output);

        boolean rgb = format.model() == Model.RGB;
        Map<String, Double> psnr = filter("psnr", output, reference);
        compare(ours.results().get(0).score(), psnr, rgb ? "average" : "y", 0.01);
        Map<String, Double> ssim = filter("ssim", output, reference);
        compare(ours.results().get(1).score(), ssim, rgb ? "all" : "y", 0.001);
    }

    private static void compare(Score ours, Map<String, Double> theirs, String value, double tolerance) {
        assertThat(ours.value()).isCloseTo(theirs.get(value), within(tolerance));
        assertThat(ours.parts()).isNotEmpty();
        ours.parts().forEach((name, number) -> assertThat(number)
                .as("%s of %s", name, theirs)
                .isCloseTo(theirs.get(name), within(tolerance)));
    }

    /** What a filter prints at the end, by plane. */
    private static Map<String, Double> filter(String name, Path output, Path reference) throws Exception {
        Process process = new ProcessBuilder(
                        Loader.load(ffmpeg.class),
                        "-hide_banner",
                        "-nostdin",
                        "-i",
                        output.toString(),
                        "-i",
                        reference.toString(),
                        "-lavfi",
                        "[0:v][1:v]" + name,
                        "-f",
                        "null",
                        "-")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        String line = printed.lines()
                .filter(l -> l.contains("Parsed_" + name) && l.contains(name.toUpperCase(Locale.ROOT) + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed));
        Map<String, Double> numbers = new LinkedHashMap<>();
        Matcher matcher = PLANE.matcher(line);
        while (matcher.find()) {
            numbers.put(matcher.group(1).toLowerCase(Locale.ROOT), Double.valueOf(matcher.group(2)));
        }
        return numbers;
    }
}
