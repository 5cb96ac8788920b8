package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WanVaeTilingTest {
    private NDManager manager;
    private Autograd off;

    @BeforeEach
    void start() {
        manager = TorchEngine.newManager(Device.cpu());
        off = Autograd.off();
    }

    @AfterEach
    void stop() {
        off.close();
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void aTileThatHoldsThePictureIsThePicture(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray video = tiny.video(manager, 5, 64, 48);
            NDArray latents = tiny.latents(manager, 2, 4, 3);
            WanVaeTiling tiling = new WanVaeTiling(64, 48);

            assertThat(vae.encode(video, tiling)).isEqualTo(vae.encode(video));
            assertThat(vae.decode(latents, tiling)).isEqualTo(vae.decode(latents));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tilesAreBlendedAsPublished(WanVaeTiny tiny) {
        try (WanVae vae = new WanVae(tiny.config())) {
            // Colours are limited after blending, in the expectation before it: keep them within their limits.
            vae.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = WanVaeTiny.random().tensor(owner, name, shape, type);
                return name.startsWith("decoder.conv_out") ? value.muli(0.1) : value;
            });
            int factor = vae.config().spatialFactor();
            NDArray latents = tiny.latents(manager, 2, 2, 5);
            NDArray tiled = vae.decode(latents, new WanVaeTiling(3 * factor, 2 * factor));

            // Three tiles of one row: columns 0 to 3, 2 to 5, and 4 alone, which lies within the second.
            NDArray a = vae.decode(latents.get(":, :, :, :, 0:3"));
            NDArray b = vae.decode(latents.get(":, :, :, :, 2:5"));
            NDArray c = vae.decode(latents.get(":, :, :, :, 4:"));
            int patch = vae.config().patchSize();
            NDArray ab = fade(a.get(":, :, :, :, {}:", 2 * factor), b.get(":, :, :, :, :{}", factor), patch);
            NDArray bc = fade(b.get(":, :, :, :, {}:", 2 * factor), c, patch);
            NDArray left = a.get(":, :, :, :, :{}", 2 * factor);
            NDArray middle = b.get(":, :, :, :, {}:{}", factor, 2 * factor);
            NDArray expected = NDArrays.concat(new NDList(left, ab, middle, bc), 4);

            assertThat(expected.abs().max().getFloat()).isBetween(0.1f, 0.99f);
            assertThat(WanVaeTiny.difference(tiled, expected)).isLessThan(1e-5);
        }
    }

    /** Squares of pixels that are one to the network get one share. */
    private NDArray fade(NDArray from, NDArray to, int patch) {
        long steps = to.getShape().get(4) / patch;
        NDArray share =
                manager.arange(steps).toType(DataType.FLOAT32, false).div(steps).repeat(patch);
        return from.mul(share.neg().add(1)).add(to.mul(share));
    }

    @Test
    void largePicturesAreCutByTheirSizeAlone() {
        assertThat(WanVaeTiling.bounded(720, 1280)).isEqualTo(WanVaeTiling.NONE);
        assertThat(WanVaeTiling.bounded(1280, 736)).isEqualTo(WanVaeTiling.NONE);
        assertThat(WanVaeTiling.bounded(1088, 1920)).isEqualTo(new WanVaeTiling(768, 640));
        assertThat(WanVaeTiling.bounded(1L << 20, 1L << 20)).isEqualTo(new WanVaeTiling(768, 640));
    }

    @Test
    void seamsAreSmooth() {
        // Tiles of a ramp that each return their content: nothing shows where they were.
        WanVaeTiles tiles = new WanVaeTiles(new WanVaeTiling(8, 6), new WanVaeTiling(8, 6));
        NDArray picture =
                manager.arange(20 * 23).toType(DataType.FLOAT32, false).reshape(1, 1, 1, 20, 23);

        assertThat(WanVaeTiny.difference(tiles.map(picture, (n, tile) -> tile.mul(1)), picture))
                .isLessThan(1e-4);

        // Tiles that disagree by 1: the fade takes it in steps, of a half where the last tile is two pixels wide.
        NDArray zero = manager.zeros(new Shape(1, 1, 1, 6, 20));
        NDArray steps = tiles.map(zero, (n, tile) -> tile.add(n % 2));
        NDArray slopes = steps.get(":, :, :, :, 1:").sub(steps.get(":, :, :, :, :-1"));
        assertThat(slopes.abs().max().getFloat()).isLessThanOrEqualTo(0.5f);
        assertThat(steps.max().getFloat()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"WAN_2_1, 16, 8", "WAN_2_2, 32, 16"})
    void streamsOfTilesGiveTheBitsOfTheWhole(WanVaeTiny tiny, int tile, int stride) {
        try (WanVae vae = tiny.load(DType.F32)) {
            WanVaeTiling tiling = new WanVaeTiling(tile, stride);
            NDArray latents = tiny.latents(manager, 3, 4, 3);
            NDArray video = tiny.video(manager, 9, 48, 64);
            NDList frames = new NDList();
            NDList moments = new NDList();
            try (WanVaeStream decoder = vae.decoder(manager, tiling);
                    WanVaeStream encoder = vae.encoder(manager, tiling)) {
                for (int i = 0, t = 0; i < 3; i++) {
                    frames.add(decoder.next(latents.get(":, :, {}:{}", i, i + 1)));
                    int next = t + encoder.frames();
                    moments.add(encoder.next(video.get(":, :, {}:{}", t, next)));
                    t = next;
                }
            }
            assertThat(NDArrays.concat(frames, 2)).isEqualTo(vae.decode(latents, tiling));
            assertThat(NDArrays.concat(moments, 2)).isEqualTo(vae.encode(video, tiling));
        }
    }

    @Test
    void refusesTilesThatLeaveGaps() {
        assertThatThrownBy(() -> new WanVaeTiling(64, 65)).hasMessageContaining("stride");
        assertThatThrownBy(() -> new WanVaeTiling(64, 0)).hasMessageContaining("stride");
    }
}
