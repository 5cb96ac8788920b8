package io.vsr4j.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vsr4j.media.PixelFormat;
import io.vsr4j.quality.Comparison.MetricResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparerTest {
    private static final PixelFormat FORMAT = PixelFormat.YUV420P;

    @TempDir
    Path folder;

    private static int picture(int frame, int plane, int x, int y) {
        return plane > 0 ? 128 : 60 + (x * 7 + y * 5 + frame * 11) % 120;
    }

    private Path clip(String name, int width, int height, int frames, int brighter) throws Exception {
        return MadeVideo.write(
                folder.resolve(name),
                FORMAT,
                width,
                height,
                frames,
                (f, p, x, y) -> picture(f, p, x, y) + (p == 0 ? brighter : 0));
    }

    private static Comparer comparer(String... ids) {
        return new Comparer(Metrics.of(List.of(ids)));
    }

    private static MetricResult only(Comparison comparison) {
        assertThat(comparison.results()).hasSize(1);
        return comparison.results().get(0);
    }

    @Test
    void everyFrameIsComparedWithItsOwn() throws Exception {
        Path reference = clip("a.mkv", 50, 34, 9, 0);
        Comparison same = comparer("psnr", "ssim", "ssim-rgb").compare(Optional.of(reference), reference);
        assertThat(same.times()).hasSize(9);
        assertThat(same.times()[8] - same.times()[0]).isCloseTo(0.32, within(1e-9));
        assertThat(same.results()).extracting(r -> r.card().id()).containsExactly("psnr", "ssim", "ssim-rgb");
        assertThat(same.results().get(0).score().value()).isCloseTo(80, within(1e-9));
        assertThat(same.results().get(1).score().value()).isEqualTo(1);
        assertThat(same.results().get(2).score().frames()).hasSize(9).containsOnly(1);
    }

    /** Grey, so that R'G'B' changes by 255/219 of what luma changes by, before it is rounded. */
    @Test
    void aKnownDifferenceHasItsKnownNumber() throws Exception {
        MadeVideo.Painter grey = (f, p, x, y) -> p > 0 ? 128 : 16 + 73;
        MadeVideo.Painter brighter = (f, p, x, y) -> p > 0 ? 128 : 16 + 73 + 73;
        Path reference = MadeVideo.write(folder.resolve("grey.mkv"), FORMAT, 32, 32, 3, grey);
        Path output = MadeVideo.write(folder.resolve("brighter.mkv"), FORMAT, 32, 32, 3, brighter);
        Comparison comparison = comparer("psnr", "psnr-ffmpeg").compare(Optional.of(reference), output);
        double rgb = 85 / 255.0;
        assertThat(comparison.results().get(0).score().value())
                .isCloseTo(-10 * Math.log10(rgb * rgb), within(1e-6));
        assertThat(comparison.results().get(1).score().value())
                .isCloseTo(20 * Math.log10(255 / 73.0), within(1e-9));
    }

    @Test
    void differencesAreRefusedWithTheirNumbers() throws Exception {
        Path reference = clip("a.mkv", 48, 32, 6, 0);
        assertThatThrownBy(() -> comparer("psnr").compare(Optional.of(reference), clip("b.mkv", 48, 32, 5, 0)))
                .hasMessageContaining("a.mkv has 6 frames")
                .hasMessageContaining("b.mkv has 5 frames")
                .hasMessageContaining("--align");
        assertThatThrownBy(() -> comparer("psnr").compare(Optional.of(reference), clip("c.mkv", 64, 32, 6, 0)))
                .hasMessageContaining("48x32")
                .hasMessageContaining("64x32");
        long[] late = {0, 40, 80, 150, 190, 230};
        Path delayed = MadeVideo.write(folder.resolve("d.mkv"), FORMAT, 48, 32, late, ComparerTest::picture);
        assertThatThrownBy(() -> comparer("psnr").compare(Optional.of(reference), delayed))
                .hasMessageContaining("frame 3 at 0.1200 s")
                .hasMessageContaining("0.0300 s off");
    }

    @Test
    void alignedFramesAreTheNearestInTime() throws Exception {
        Path reference = clip("a.mkv", 48, 32, 6, 0);
        long[] doubled = new long[12];
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] = 20L * i;
        }
        Path output = MadeVideo.write(
                folder.resolve("fast.mkv"), FORMAT, 48, 32, doubled, (f, p, x, y) -> picture(f / 2, p, x, y));
        Comparison comparison =
                comparer("psnr").align(true).compare(Optional.of(reference), output);
        assertThat(only(comparison).score().frames()).hasSize(6);
        assertThat(only(comparison).score().value()).isCloseTo(80, within(1e-9));
        assertThat(comparison.remarks()).anyMatch(remark -> remark.contains("nearest in time"));
    }

    @Test
    void alignedFramesAreResized() throws Exception {
        MadeVideo.Painter smooth = (f, p, x, y) -> p > 0 ? 128 : 60 + x + y;
        MadeVideo.Painter large = (f, p, x, y) -> p > 0 ? 128 : (int) Math.round(60 + (x - 0.5) / 2 + (y - 0.5) / 2);
        Path reference = MadeVideo.write(folder.resolve("small.mkv"), FORMAT, 48, 32, 3, smooth);
        Path output = MadeVideo.write(folder.resolve("large.mkv"), FORMAT, 96, 64, 3, large);
        Comparison comparison =
                comparer("psnr", "psnr-ffmpeg").align(true).compare(Optional.of(reference), output);
        assertThat(comparison.width()).isEqualTo(48);
        assertThat(comparison.results().get(0).score().value()).isGreaterThan(45);
        assertThat(comparison.results().get(1).problem()).contains("gbrp").contains("yuv420p");
        assertThat(comparison.remarks()).anyMatch(remark -> remark.contains("96x64") && remark.contains("bicubic"));
    }

    @Test
    void whatCannotBeMeasuredDoesNotStopTheRest() throws Exception {
        Path output = clip("a.mkv", 50, 34, 4, 0);
        Comparison comparison = comparer("psnr", "sharpness", "niqe", "blockiness").compare(Optional.empty(), output);
        assertThat(comparison.reference()).isNull();
        assertThat(comparison.results().get(0).problem()).contains("reference");
        assertThat(comparison.results().get(1).score().value()).isPositive();
        assertThat(comparison.results().get(2).problem()).contains("96x96").contains("50x34");
        assertThat(comparison.results().get(3).score().frames()).hasSize(4);
    }

    @Test
    void cropLeavesTheBorderOut() throws Exception {
        Path reference = clip("a.mkv", 53, 37, 3, 0);
        Path framed = MadeVideo.write(folder.resolve("framed.mkv"), FORMAT, 53, 37, 3, (f, p, x, y) -> {
            boolean border = x < 4 || y < 4 || x >= 49 || y >= 33;
            return picture(f, p, x, y) + (p == 0 && border ? 40 : 0);
        });
        double whole = only(comparer("psnr").compare(Optional.of(reference), framed))
                .score()
                .value();
        Comparison cropped = comparer("psnr").crop(4).compare(Optional.of(reference), framed);
        assertThat(whole).isLessThan(30);
        assertThat(only(cropped).score().value()).isCloseTo(80, within(1e-9));
        assertThatThrownBy(() -> comparer("psnr").crop(19).compare(Optional.of(reference), framed))
                .hasMessageContaining("crop of 19")
                .hasMessageContaining("53x37");
    }

    @Test
    void observersSeeWhatMetersSee() throws Exception {
        Path reference = clip("a.mkv", 48, 32, 5, 0);
        List<Integer> seen = new ArrayList<>();
        comparer("psnr").observer(pair -> seen.add(pair.index())).compare(Optional.of(reference), reference);
        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void unknownMetricsAreRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Metrics.of(List.of("psnr", "prettiness")))
                .hasMessageContaining("'prettiness'")
                .hasMessageContaining("psnr, ")
                .hasMessageContaining("warping-error");
    }

    @Test
    void everyCardSaysWhatItsMetricIs() {
        assertThat(Metrics.all()).isNotEmpty().allSatisfy(metric -> {
            MetricCard card = metric.card();
            assertThat(card.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(List.of(card.title(), card.definition(), card.input(), card.crop(), card.source()))
                    .noneMatch(String::isBlank);
        });
    }
}
