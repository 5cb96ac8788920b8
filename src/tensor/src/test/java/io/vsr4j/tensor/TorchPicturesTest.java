package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Resizing and sampling against numbers that PyTorch's Python front end gave. */
class TorchPicturesTest {
    private static final NDManager MANAGER = TorchEngine.newManager(Device.cpu());
    private static final Safetensors RESIZE = Safetensors.resource(TorchPicturesTest.class, "resize.safetensors");
    private static final Safetensors WARP = Safetensors.resource(TorchPicturesTest.class, "warp_shuffle.safetensors");

    @AfterAll
    static void close() {
        MANAGER.close();
    }

    private static NDArray read(Safetensors file, String name) {
        return file.read(MANAGER, name);
    }

    private static void assertClose(NDArray actual, NDArray expected, double tolerance) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertThat((double) actual.sub(expected).abs().max().getFloat()).isLessThanOrEqualTo(tolerance);
    }

    @ParameterizedTest
    @CsvSource({"down4, 3, 4", "odd, 18, 16", "up4, 52, 76"})
    void resizes(String name, long height, long width) {
        NDArray x = read(RESIZE, "in.x");
        for (boolean corners : new boolean[] {false, true}) {
            String suffix = name + "_align" + (corners ? 1 : 0);
            assertClose(Torch.bilinear(x, height, width, corners), read(RESIZE, "out.torch_bilinear_" + suffix), 1e-5);
            assertClose(Torch.bicubic(x, height, width, corners), read(RESIZE, "out.torch_bicubic_" + suffix), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"down4, 3, 4", "odd, 18, 16"})
    void resizesWithAntialias(String name, long height, long width) {
        NDArray x = read(RESIZE, "in.x");

        NDArray bicubic = read(RESIZE, "out.torch_bicubic_" + name + "_antialias");
        assertClose(Torch.bicubicAntialias(x, height, width), bicubic, 1e-5);
        NDArray bilinear = read(RESIZE, "out.torch_bilinear_" + name + "_antialias");
        assertClose(Torch.bilinearAntialias(x, height, width), bilinear, 1e-5);
    }

    @Test
    void nearestRepeatsPixels() {
        NDArray x = read(RESIZE, "in.x");

        NDArray tripled = x.repeat(2, 3).repeat(3, 3);
        assertClose(Torch.nearest(x, 39, 57), tripled, 0);
    }

    @ParameterizedTest
    @EnumSource(Torch.Outside.class)
    void samplesAGrid(Torch.Outside outside) {
        NDArray x = read(WARP, "in.x");
        NDArray grid = read(WARP, "in.grid");
        String padding = outside.name().toLowerCase(Locale.ROOT);
        for (boolean corners : new boolean[] {false, true}) {
            String suffix = "." + padding + ".align" + (corners ? 1 : 0);
            NDArray bilinear = Torch.gridSample(x, grid, Torch.Sampling.BILINEAR, outside, corners);
            assertClose(bilinear, read(WARP, "out.grid_sample.bilinear" + suffix), 1e-5);
            NDArray nearest = Torch.gridSample(x, grid, Torch.Sampling.NEAREST, outside, corners);
            assertClose(nearest, read(WARP, "out.grid_sample.nearest" + suffix), 0);
        }
    }

    @Test
    void shufflesPixels() {
        assertClose(Torch.pixelShuffle(read(WARP, "in.shuffle"), 2), read(WARP, "out.pixel_shuffle2"), 0);
        NDArray picture = read(WARP, "in.unshuffle");
        assertClose(Torch.pixelUnshuffle(picture, 2), read(WARP, "out.pixel_unshuffle2"), 0);
        assertClose(Torch.pixelUnshuffle(picture, 4), read(WARP, "out.pixel_unshuffle4"), 0);
    }
}
