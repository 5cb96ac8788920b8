package io.vsr4j.notebook;

import static io.vsr4j.notebook.Show.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.quality.Comparer;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Metrics;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.JobListener;
import io.vsr4j.upscale.UpscaleJob;
import io.vsr4j.upscale.UpscaleSettings;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowTest {
    private static final String HOSTILE = "<script>alert(1)</script>\" onload='x' \u202e";

    @TempDir
    Path folder;

    @BeforeEach
    void forget() {
        Screen.clear();
    }

    @Test
    void tensorsAreShownWithTheirColours() throws IOException {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            // red, green / blue, more than white
            float[] values = {1, 0, 0, 2, 0, 1, 0, 2, 0, 0, 0.5f, 2};
            NDArray frame = manager.create(values, new Shape(3, 2, 2));
            Show.frames(frame);
            assertPixels(pictures().get(0), 0xff0000, 0x00ff00, 0x000080, 0xffffff);
            Screen.clear();
            NDArray bytes =
                    frame.mul(100).toType(DataType.UINT8, true).expandDims(0).repeat(0, 2);
            Show.frames(bytes);
            assertThat(pictures()).hasSize(2);
            assertPixels(pictures().get(1), 0x640000, 0x006400, 0x000032, 0xc8c8c8);
            assertThat(html()).contains(">frame 1<");
            assertThat(Frames.tensor(manager, Frames.image(frame)).toFloatArray())
                    .containsExactly(1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 128 / 255f, 1);
        }
    }

    @Test
    void otherShapesAreRefused() {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            NDArray flat = manager.create(new Shape(4, 4));
            assertThatThrownBy(() -> Show.frames(flat))
                    .hasMessageContaining("[T, 3, H, W]")
                    .hasMessageContaining("(4, 4)");
            NDArray whole = manager.create(new int[12]).reshape(3, 2, 2);
            assertThatThrownBy(() -> Show.frames(whole)).hasMessageContaining("int32");
            NDArray several = manager.create(new Shape(2, 3, 4, 4));
            assertThatThrownBy(() -> Show.slider(several, several)).hasMessageContaining("get(index)");
        }
        assertThatThrownBy(() -> Show.slider("a", "b")).hasMessageContaining("java.lang.String");
        assertThat(Screen.shown()).isEmpty();
    }

    @Test
    void framesOfVideosAreTheOnesThatAreAskedFor() throws IOException {
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                FrameSource source = FrameReader.open(Samples.video(), MediaLimits.DEFAULT)) {
            Show.frames(source, 7, 3);
            assertThat(html()).contains(">frame 7<").contains(">frame 3<");
            NDArray frames = Frames.read(manager, Samples.video(), 3, 5);
            assertThat(frames.getShape()).isEqualTo(new Shape(5, 3, 180, 320));
            BufferedImage shown = pictures().get(0);
            // Large frames are JPEG
            assertThat(distance(shown, Frames.image(frames.get(4)))).isLessThan(5);
            assertThat(distance(shown, Frames.image(frames.get(0)))).isGreaterThan(5);
            assertThatThrownBy(() -> Frames.read(manager, source, 90, 7)).hasMessageContaining("0 to 95");
        }
    }

    @Test
    void largePicturesAreReduced() throws IOException {
        Show.frames(new BufferedImage(4000, 1000, BufferedImage.TYPE_INT_ARGB));
        assertThat(pictures().get(0).getWidth()).isEqualTo(960);
        assertThat(pictures().get(0).getHeight()).isEqualTo(240);
    }

    @Test
    void noisyPicturesStaySmall() {
        BufferedImage noise = new BufferedImage(960, 540, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < 540; y++) {
            for (int x = 0; x < 960; x++) {
                noise.setRGB(x, y, random.nextInt());
            }
        }
        Show.frames(noise);
        assertThat(html()).contains("data:image/jpeg").hasSizeLessThan(300_000);
    }

    @Test
    void cropsShowTheSamePlaceOfPicturesOfAnySize() throws IOException {
        BufferedImage small = quarters(40, 20);
        BufferedImage large = quarters(160, 80);
        Show.crop(new Rectangle(20, 0, 20, 10), label("small", small), label("large", large));
        List<BufferedImage> shown = pictures();
        assertThat(shown).hasSize(3);
        // The upper right quarter, everywhere
        for (BufferedImage crop : shown.subList(1, 3)) {
            assertThat(crop.getWidth()).isEqualTo(240);
            assertThat(crop.getHeight()).isEqualTo(120);
            assertThat(new Color(crop.getRGB(0, 119))).isEqualTo(Color.GREEN);
            assertThat(new Color(crop.getRGB(239, 0))).isEqualTo(Color.GREEN);
        }
        assertThat(new Color(shown.get(0).getRGB(20, 5))).isEqualTo(Color.RED);
        assertThat(new Color(shown.get(0).getRGB(30, 5))).isEqualTo(Color.GREEN);
        assertThat(new Color(shown.get(0).getRGB(10, 15))).isEqualTo(Color.BLUE);
        assertThatThrownBy(() -> Show.crop(new Rectangle(30, 0, 20, 10), label("small", small)))
                .hasMessageContaining("20x10 at (30, 0)")
                .hasMessageContaining("40x20");
    }

    @Test
    void sliderHoldsBothPicturesAndNothingFromElsewhere() throws IOException {
        Show.slider(label("source", quarters(40, 20)), label("upscaled", quarters(160, 80)));
        assertThat(pictures()).extracting(BufferedImage::getWidth).containsExactly(160, 40);
        assertThat(html())
                .contains("type=\"range\"")
                .contains("clip-path")
                .doesNotContain("http")
                .doesNotContain("<script");
    }

    @Test
    void labelsCannotBeMarkup() {
        BufferedImage image = quarters(4, 4);
        Show.frames(label(HOSTILE, image));
        Show.crop(new Rectangle(0, 0, 2, 2), label(HOSTILE, image));
        Show.slider(label(HOSTILE, image), label(HOSTILE, image));
        Show.table(List.of(HOSTILE), List.of(List.of(HOSTILE)));
        Show.heat(HOSTILE, label(HOSTILE, new float[][] {{1}}));
        Show.progress(HOSTILE, 3);
        assertThat(Screen.shown()).hasSize(6).allSatisfy(output -> assertThat(
                        output.data().get(Output.HTML))
                .contains("&lt;script&gt;")
                .doesNotContain("<script")
                .doesNotContain("\" onload")
                .doesNotContain("'x'")
                .doesNotContain("\u202e"));
    }

    @Test
    void tablesAlignNumbers() {
        Show.table(List.of("what", "how much"), List.of(List.of("frames", 1234567), List.of("share", 0.125)));
        assertThat(html())
                .containsPattern("text-align:right[^>]*>1,234,567<")
                .containsPattern("text-align:left[^>]*>share<");
        assertThat(words()).isEqualTo("what     how much\nframes  1,234,567\nshare      0.1250\n");
        assertThatThrownBy(() -> Show.table(List.of("a", "b"), List.of(List.of(1))))
                .hasMessageContaining("got 1");
    }

    @Test
    void comparisonsAreATableOfMetrics() throws Exception {
        Comparison same = new Comparer(Metrics.of(List.of("psnr", "ssim")))
                .compare(Optional.of(Samples.video()), Samples.video());
        Show.table(label("itself", same));
        assertThat(words()).contains("itself").contains("\u2191").contains("1.000");
        assertThat(words().lines()).hasSize(3);
    }

    @Test
    void videosPlayAndHaveASheet() throws IOException {
        Show.video(Samples.video());
        assertThat(Screen.shown()).hasSize(2);
        Path played = playedVideo();
        assertThat(played).hasSameBinaryContentAs(Samples.video());
        BufferedImage sheet = png(Screen.shown().get(1));
        assertThat(sheet.getWidth()).isEqualTo(4 * 240);
        assertThat(sheet.getHeight()).isEqualTo(2 * 135);
        BufferedImage first;
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            first = Frames.image(Frames.read(manager, Samples.video(), 0, 1));
        }
        assertThat(distance(sheet.getRGB(120, 60), first.getRGB(160, 80))).isLessThan(60);
    }

    @Test
    void videosThatBrowsersDoNotPlayAreMadePlayable() throws IOException {
        Path pictures;
        Path source = Samples.video();
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            pictures = Frames.save(Frames.read(manager, source, 0, 6), folder.resolve("frames"));
        }
        assertThat(pictures.resolve("00005.png")).exists();
        Path lossless = folder.resolve("lossless.mkv");
        new UpscaleJob(pictures, lossless, losslessLarger(), false, JobListener.NONE).run();
        Show.video(lossless);
        var track = MediaProbe.probe(playedVideo(), MediaLimits.DEFAULT).video();
        assertThat(track.codec()).isEqualTo("h264");
        assertThat(track.frames().count()).isEqualTo(6);
        assertThat(track.height()).isEqualTo(480);
        assertThat(track.format().toString()).isEqualTo("yuv420p");
    }

    @Test
    void plotsArePictures() throws IOException {
        Show.plot("loss", "step", "L1", label("rising", new double[] {0, 1, 2}), label("list", List.of(2, 1, 0)));
        BufferedImage plot = png(Screen.shown().get(0));
        assertThat(plot.getWidth()).isEqualTo(720);
        assertThat(new Color(plot.getRGB(1, 1))).isEqualTo(Color.WHITE);
        long colours = IntStream.range(0, plot.getWidth() * plot.getHeight())
                .map(i -> plot.getRGB(i % plot.getWidth(), i / plot.getWidth()))
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(10);
        assertThatThrownBy(() -> Show.plot("t", "x", "y", label("s", new double[][] {{1, 2}, {1}})))
                .hasMessageContaining("'s'")
                .hasMessageContaining("2 and 1");
        assertThatThrownBy(() -> Show.plot("t", "x", "y", label("s", "words"))).hasMessageContaining("String");
    }

    @Test
    void heatMapsShareAScale() throws IOException {
        Show.heat("attention", label("a", new float[][] {{0, 1}}), label("b", new float[][] {{2}, {Float.NaN}}));
        List<BufferedImage> maps = pictures();
        assertThat(maps.get(0).getRGB(10, 10) & 0xffffff).isEqualTo(0x440154);
        assertThat(maps.get(0).getRGB(230, 10) & 0xffffff).isEqualTo(0x21918c);
        assertThat(maps.get(1).getRGB(10, 10) & 0xffffff).isEqualTo(0xfde725);
        assertThat(maps.get(1).getRGB(10, 230) & 0xffffff).isEqualTo(0x808080);
        assertThat(html()).contains(">0.000<").contains(">2.000<");
        assertThatThrownBy(() -> Show.heat(new float[][] {{1, 2}, {1}})).hasMessageContaining("equal length");
        assertThatThrownBy(() -> Show.heat(new float[][] {{Float.NaN}})).hasMessageContaining("finite");
    }

    @Test
    void progressMovesInOnePlace() {
        try (Progress bar = Show.progress("windows", 3)) {
            assertThat(words()).isEqualTo("windows: 0 of 3");
            String id = Screen.shown().get(0).id();
            for (int i = 0; i < 3; i++) {
                bar.step();
            }
            assertThat(Screen.shown()).hasSize(1);
            assertThat(Screen.shown().get(0).id()).isEqualTo(id);
            assertThat(words()).startsWith("windows: 3 of 3");
            assertThat(html()).contains("value=\"3\" max=\"3\"");
        }
    }

    @Test
    void progressShowsWhereItStopped() {
        try (Progress bar = Show.progress("job")) {
            bar.advanced(2, 0, 8);
        }
        assertThat(words()).startsWith("job: 2 of 8");
    }

    @Test
    void resultsStayInTheirFolder() {
        assertThat(Samples.result("a/b.mp4").getParent()).isDirectory();
        assertThatThrownBy(() -> Samples.result("../x")).hasMessageContaining("../x");
    }

    private static UpscaleSettings losslessLarger() {
        return new UpscaleSettings(
                new UpscaleSettings.Network(
                        "bicubic",
                        Optional.empty(),
                        OptionalInt.of(4),
                        "cpu",
                        "f32",
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        false,
                        0,
                        Optional.empty()),
                UpscaleSettings.Grid.DEFAULTS,
                new UpscaleSettings.Output(
                        OptionalInt.empty(),
                        Optional.of("ffv1"),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        OptionalDouble.of(24),
                        false),
                UpscaleSettings.Part.WHOLE);
    }

    private Path playedVideo() throws IOException {
        Matcher found = Pattern.compile("data:video/mp4;base64,([^\"]+)")
                .matcher(Screen.shown().get(0).data().get(Output.HTML));
        assertThat(found.find()).isTrue();
        return Files.write(folder.resolve("played.mp4"), Base64.getDecoder().decode(found.group(1)));
    }

    /** Red, green / blue, white. */
    private static BufferedImage quarters(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colours[2 * (2 * y / height) + 2 * x / width].getRGB());
            }
        }
        return image;
    }

    private static String html() {
        return Screen.shown().get(0).data().get(Output.HTML);
    }

    private static String words() {
        return Screen.shown().get(0).data().get(Output.TEXT);
    }

    private static BufferedImage png(Output output) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(output.data().get("image/png"))));
    }

    /** The pictures in the first output, as a browser would decode them. */
    private static List<BufferedImage> pictures() throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        Matcher found =
                Pattern.compile("data:image/(?:png|jpeg);base64,([^\"]+)").matcher(html());
        while (found.find()) {
            pictures.add(
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(found.group(1)))));
        }
        return pictures;
    }

    private static void assertPixels(BufferedImage image, int... colours) {
        for (int i = 0; i < colours.length; i++) {
            assertThat(image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff)
                    .isEqualTo(colours[i]);
        }
    }

    /** {@return mean absolute difference of the channels} */
    private static double distance(BufferedImage a, BufferedImage b) {
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                sum += distance(a.getRGB(x, y), b.getRGB(x, y));
            }
        }
        return sum / (3 * a.getWidth() * a.getHeight());
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            sum += Math.abs((a >> shift & 255) - (b >> shift & 255));
        }
        return sum;
    }
}
