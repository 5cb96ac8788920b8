package io.vsr4j.quality.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.PixelFormat.Model;
import io.vsr4j.media.Rational;
import io.vsr4j.quality.MadeVideo;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.PixelConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows are what the converter that restored videos go through gives, in whole numbers. */
class PictureRowsTest {
    record Layout(PixelFormat format, ColourTags tags, int width, int height) {}

    static List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        int[][] shifts = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {2, 0}, {2, 2}};
        int[][] sizes = {{32, 18}, {33, 17}, {31, 19}, {7, 5}, {1, 1}, {2, 3}};
        for (int[] shift : shifts) {
            for (int[] size : sizes) {
                int n = layouts.size();
                int depth = new int[] {8, 10, 16}[n % 3];
                ColourTags tags = new ColourTags(n % 2 == 0 ? 1 : 6, 2, 2, 1 + n % 2, n % 7);
                layouts.add(new Layout(new PixelFormat(Model.YUV, depth, shift[0], shift[1]), tags, size[0], size[1]));
            }
        }
        layouts.add(new Layout(new PixelFormat(Model.RGB, 8, 0, 0), new ColourTags(0, 2, 2, 2, 0), 13, 9));
        layouts.add(new Layout(new PixelFormat(Model.GRAY, 10, 0, 0), new ColourTags(1, 2, 2, 1, 0), 13, 9));
        return layouts;
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void rowsAreTheConvertersPixels(Layout layout) {
        Picture picture = new Picture(layout.format(), layout.width(), layout.height());
        Random random = new Random(3);
        MadeVideo.paint(
                picture, 0, (f, p, x, y) -> random.nextInt(1 << layout.format().depth()));
        PictureRows rows = new PictureRows(picture, layout.tags());
        RgbRow row = new RgbRow(layout.width());
        float[] expected = converted(layout, picture);
        for (int y = 0; y < layout.height(); y++) {
            rows.read(y, row);
            for (int c = 0; c < 3; c++) {
                for (int x = 0; x < layout.width(); x++) {
                    float value = row.channel(c)[RgbRow.place(x, layout.width())];
                    float exact = 255 * expected[(c * layout.height() + y) * layout.width() + x];
                    assertThat(value).isEqualTo((float) Math.rint(value)).isBetween(0f, 255f);
                    // Where it is half way between, either neighbour is right.
                    assertThat(Math.abs(value - Math.max(0, Math.min(255, exact))))
                            .as("row %d, column %d, channel %d", y, x, c)
                            .isLessThan(0.501f);
                }
            }
        }
    }

    private static float[] converted(Layout layout, Picture picture) {
        OutputVideo video = new OutputVideo(
                layout.width(),
                layout.height(),
                layout.format(),
                layout.tags(),
                new Rational(1, 1),
                0,
                new Rational(1, 1000),
                new Rational(25, 1),
                HdrMetadata.NONE);
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            return PixelConverter.of(video, scope).read(scope, picture).toFloatArray();
        }
    }
}
