package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WanVaeTest {
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
    @CsvSource({
        "WAN_2_1, 1",
        "WAN_2_1, 5",
        "WAN_2_1, 9",
        "WAN_2_1, 17",
        "WAN_2_2, 1",
        "WAN_2_2, 5",
        "WAN_2_2, 9",
        "WAN_2_2, 17"
    })
    void groupsAddUpToTheWholeVideo(WanVaeTiny tiny, int frames) {
        try (WanVae vae = tiny.load(DType.F32)) {
            WanVaeOracle oracle = new WanVaeOracle(manager, vae.config());
            NDArray video = tiny.video(manager, frames, 32, 48);
            NDArray moments = vae.encode(video);

            assertThat(moments.getShape())
                    .isEqualTo(new Shape(
                            1,
                            2L * vae.config().zDim(),
                            1 + frames / 4,
                            32 / vae.config().spatialFactor(),
                            48 / vae.config().spatialFactor()));
            assertThat(WanVaeTiny.difference(moments, oracle.encode(video))).isLessThan(2e-5);

            NDArray latents = tiny.latents(manager, 1 + frames / 4, 2, 3);
            NDArray decoded = vae.decode(latents);
            assertThat(decoded.getShape().get(2)).isEqualTo(frames);
            assertThat(WanVaeTiny.difference(decoded, oracle.decode(latents))).isLessThan(1e-4);
            assertThat(decoded.max().getFloat()).isBetween(0.5f, 1f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void streamsGiveTheBitsOfTheWhole(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray video = tiny.video(manager, 13, 32, 32);
            NDList moments = new NDList();
            try (WanVaeStream encoder = vae.encoder(manager, WanVaeTiling.NONE)) {
                for (int t = 0; t < 13; t += t == 0 ? 1 : 4) {
                    moments.add(encoder.next(video.get(":, :, {}:{}", t, t + encoder.frames())));
                }
            }
            assertThat(NDArrays.concat(moments, 2)).isEqualTo(vae.encode(video));

            NDArray latents = vae.mean(moments.get(3));
            NDList frames = new NDList();
            try (WanVaeStream decoder = vae.decoder(manager, WanVaeTiling.NONE)) {
                for (int i = 0; i < 3; i++) {
                    frames.add(decoder.next(latents.add(i)));
                    assertThat(frames.get(i).getShape().get(2)).isEqualTo(i == 0 ? 1 : 4);
                }
            }
            NDArray all = latents.concat(latents.add(1), 2).concat(latents.add(2), 2);
            assertThat(NDArrays.concat(frames, 2)).isEqualTo(vae.decode(all));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noFrameSeesALaterOne(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray latents = tiny.latents(manager, 3, 2, 2);
            NDArray changed = latents.duplicate();
            changed.get(":, :, 2:").muli(-1);

            NDArray before = vae.decode(latents);
            NDArray after = vae.decode(changed);

            assertThat(after.get(":, :, :5")).isEqualTo(before.get(":, :, :5"));
            assertThat(WanVaeTiny.difference(after.get(":, :, 5:"), before.get(":, :, 5:")))
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesAreComputedOneByOne(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray a = tiny.latents(manager, 2, 2, 2);
            NDArray b = a.mul(-1);
            NDArray both = vae.decode(a.concat(b, 0));

            assertThat(WanVaeTiny.difference(both.get("0:1"), vae.decode(a))).isLessThan(1e-5);
            assertThat(WanVaeTiny.difference(both.get("1:"), vae.decode(b))).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTensorMatters(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray video = tiny.video(manager, 9, 32, 32);
            NDArray latents = tiny.latents(manager, 3, 2, 2);
            NDArray moments = vae.encode(video);
            NDArray frames = vae.decode(latents);
            List<String> idle = new ArrayList<>();
            for (String name : vae.parameters().shapes().keySet()) {
                vae.bind(Device.cpu(), DType.F32, (owner, other, shape, type) -> {
                    NDArray value = WanVaeTiny.random().tensor(owner, other, shape, type);
                    return other.equals(name) ? value.muli(0) : value;
                });
                if (vae.encode(video).equals(moments) && vae.decode(latents).equals(frames)) {
                    idle.add(name);
                }
            }
            assertThat(idle).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"WAN_2_1, F16, 0.02", "WAN_2_1, BF16, 0.15", "WAN_2_2, F16, 0.02", "WAN_2_2, BF16, 0.15"})
    void halfPrecisionComesClose(WanVaeTiny tiny, DType type, double tolerance) {
        try (WanVae exact = tiny.load(DType.F32);
                WanVae half = tiny.load(type)) {
            NDArray video = tiny.video(manager, 5, 32, 32);
            NDArray moments = half.encode(Torch.to(video, type));
            assertThat(Torch.type(moments)).isEqualTo(type);
            assertThat(WanVaeTiny.difference(moments, exact.encode(video))).isLessThan(tolerance);

            NDArray latents = tiny.latents(manager, 2, 2, 2);
            NDArray frames = half.decode(Torch.to(latents, type));
            assertThat(Torch.type(frames)).isEqualTo(type);
            assertThat(WanVaeTiny.difference(frames, exact.decode(latents))).isLessThan(tolerance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void latentsAreNormalisedByChannel(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray latents = tiny.latents(manager, 2, 2, 2);
            NDArray normal = vae.normalise(latents);

            assertThat(WanVaeTiny.difference(
                            normal.get(":, 1"), latents.get(":, 1").add(0.5).div(2)))
                    .isLessThan(1e-6);
            assertThat(WanVaeTiny.difference(vae.denormalise(normal), latents)).isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingBehind(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32)) {
            NDArray video = tiny.video(manager, 5, 48, 32);
            NDArray latents = tiny.latents(manager, 2, 3, 2);
            int before = Scopes.count(manager);
            int weights = Scopes.count(vae.manager());
            WanVaeTiling tiling = new WanVaeTiling(32, 16);
            for (int i = 0; i < 3; i++) {
                for (WanVaeTiling each : List.of(WanVaeTiling.NONE, tiling)) {
                    vae.encode(video, each).close();
                    vae.decode(latents, each).close();
                    try (WanVaeStream decoder = vae.decoder(manager, each)) {
                        decoder.next(latents.get(":, :, 0:1")).close();
                    }
                }
            }
            assertThat(Scopes.count(vae.manager())).isEqualTo(weights);
            // One view of the latents for each stream.
            assertThat(Scopes.count(manager)).isEqualTo(before + 6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamDoesNotGrow(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32);
                WanVaeStream decoder = vae.decoder(manager, WanVaeTiling.NONE);
                WanVaeStream encoder = vae.encoder(manager, WanVaeTiling.NONE)) {
            NDArray latent = tiny.latents(manager, 1, 2, 2);
            NDArray frames = tiny.video(manager, 4, 32, 32);
            encoder.next(tiny.video(manager, 1, 32, 32)).close();
            int arrays = 0;
            long elements = 0;
            for (int i = 0; i < 33; i++) {
                decoder.next(latent).close();
                encoder.next(frames).close();
                if (i == 8) {
                    arrays = Scopes.count(manager);
                    elements = elements();
                }
            }
            assertThat(Scopes.count(manager)).isEqualTo(arrays);
            assertThat(elements()).isEqualTo(elements);
        }
    }

    private long elements() {
        return manager.getManagedArrays().stream().mapToLong(NDArray::size).sum();
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "4", "6", "8", "0"})
    void refusesOtherNumbersOfFrames(int frames) {
        try (WanVae vae = WanVaeTiny.WAN_2_1.load(DType.F32)) {
            NDArray video = manager.zeros(new Shape(1, 3, frames, 16, 16));
            assertThatThrownBy(() -> vae.encode(video))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(frames == 0 ? "not empty" : "1 + 4 * k frames, got " + frames);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatDoesNotFit(WanVaeTiny tiny) {
        try (WanVae vae = tiny.load(DType.F32);
                WanVaeStream stream = vae.encoder(manager, WanVaeTiling.NONE)) {
            assertThatThrownBy(() -> vae.encode(manager.zeros(new Shape(1, 4, 1, 16, 16))))
                    .hasMessageContaining("[N, 3, T, H, W]");
            assertThatThrownBy(() -> vae.decode(manager.zeros(new Shape(1, 7, 1, 2, 2))))
                    .hasMessageContaining("latents");
            assertThatThrownBy(() -> stream.next(tiny.video(manager, 4, 16, 16)))
                    .hasMessageContaining("1 frames, got (1, 3, 4, 16, 16)");
            stream.next(tiny.video(manager, 1, 16, 16));
            assertThatThrownBy(() -> stream.next(tiny.video(manager, 4, 16, 32)))
                    .hasMessageContaining("cannot go on");
            assertThatThrownBy(() -> vae.decode(tiny.latents(manager, 1, 2, 2), new WanVaeTiling(250, 192)))
                    .hasMessageContaining("multiples of");
            if (tiny == WanVaeTiny.WAN_2_2) {
                assertThatThrownBy(() -> vae.encode(tiny.video(manager, 1, 24, 16)))
                        .hasMessageContaining("multiples of 16");
            }
        }
    }
}
