package io.vsr4j.models.ultravsr;

import static io.vsr4j.models.ultravsr.TinyUltraVsr.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.sampler.NoiseSchedule;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UltraVsrNetworksTest {
    private static final RtsConfig STANDARD = RtsConfig.standard(6, 5, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
    private static final Drs DRS = new Drs(0.6);

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private final Autograd off = Autograd.off();

    @AfterEach
    void close() {
        off.close();
        scope.close();
    }

    /** In double precision, since norms over few numbers make much of the last bit of single precision. */
    @Test
    void microBatchesOfAnySizeGiveTheWholeClip() {
        try (UltraVsrNetworks networks = TinyUltraVsr.networks(STANDARD, DType.F64)) {
            NDArray text = Torch.to(wave(scope, 1, 5, 6), DType.F64);
            for (int frames : new int[] {1, 2, 7}) {
                NDArray clip = wave(scope, frames, 3, 16, 32);
                float[] whole = networks.forward(clip, text, DRS).toFloatArray();
                double largest = 0;
                for (int batch = 1; batch <= frames + 1; batch++) {
                    int before = Scopes.count(scope);
                    NDArray restored = networks.asynchronously(clip, text, DRS, batch);
                    assertThat(Scopes.count(scope)).isEqualTo(before + 1);
                    assertThat(restored.getShape()).isEqualTo(new Shape(frames, 3, 64, 128));
                    largest = Math.max(largest, difference(restored.toFloatArray(), whole));
                }
                assertThat(largest).as("of %d frames", frames).isLessThan(1e-5);
            }
        }
    }

    private static double difference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    /** One step of Stable Diffusion, each line by itself. */
    @Test
    void freshUnitsLeaveStableDiffusionAsItIs() {
        try (UltraVsrNetworks networks = TinyUltraVsr.networks(STANDARD)) {
            networks.rts()
                    .bind(
                            Device.cpu(),
                            DType.F32,
                            (owner, name, shape, type) -> RtsUnit.isLast(name)
                                    ? owner.zeros(shape)
                                    : NetworkProbe.random(owner, name, shape, type));
            NDArray clip = wave(scope, 3, 3, 16, 16);
            NDArray text = wave(scope, 1, 5, 6);
            NDArray z = networks.vae()
                    .encode(Torch.bicubic(clip, 64, 64, false).mul(2).sub(1));
            NDArray estimate = networks.unet().forward(z, scope.create(441L), text); // the timestep of 0.6
            NDArray clean = z.sub(estimate.mul(0.8)).div(0.6);
            float[] plain = networks.vae().decode(clean).add(1).div(2).toFloatArray();

            assertThat(difference(networks.forward(clip, text, DRS).toFloatArray(), plain))
                    .isLessThan(1e-5);
            assertThat(difference(networks.asynchronously(clip, text, DRS, 1).toFloatArray(), plain))
                    .isLessThan(1e-5);
        }
    }

    @Test
    void eachUnitReachesOneFrameFarther() {
        try (UltraVsrNetworks networks = TinyUltraVsr.networks(new RtsConfig(
                6,
                5,
                STANDARD.channels(),
                List.of("unet.mid_block", "decoder.up_blocks.1"),
                List.of("unet.mid_block")))) {
            NDArray clip = wave(scope, 9, 3, 16, 16);
            NDArray other = clip.duplicate();
            other.set(new NDIndex("4"), 0.1f);
            NDArray text = wave(scope, 1, 5, 6);
            float[] changed = networks.asynchronously(clip, text, DRS, 2)
                    .sub(networks.asynchronously(other, text, DRS, 2))
                    .abs()
                    .reshape(9, -1)
                    .max(new int[] {1})
                    .toFloatArray();
            for (int t = 0; t < 9; t++) {
                assertThat(changed[t] > 0).as("frame %d", t).isEqualTo(Math.abs(t - 4) <= 3);
            }
        }
    }

    @Test
    void gradientsReachTheUnitsAndTheClip() {
        try (UltraVsrNetworks networks = TinyUltraVsr.networks(STANDARD);
                Autograd on = Autograd.on()) {
            NDArray clip = wave(scope, 3, 3, 16, 16);
            clip.setRequiresGradient(true);
            networks.rts().bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = NetworkProbe.random(scope, name, shape, type);
                value.setName(name);
                value.setRequiresGradient(true);
                return value;
            });
            PtNDArray loss = (PtNDArray)
                    networks.forward(clip, wave(scope, 1, 5, 6), DRS).square().sum();
            JniUtils.backward(loss, (PtNDArray) scope.ones(new Shape()), false, false);

            assertThat(clip.getGradient().abs().sum().getFloat()).isPositive().isFinite();
        }
    }

    @Test
    void theFactorDecidesTimestepAndQuotient() {
        assertThat(new Drs(0.2).timestep()).isEqualTo(791);
        assertThat(new Drs(0.5).timestep()).isEqualTo(520);
        assertThat(new Drs(0.8).timestep()).isEqualTo(270);
        assertThat(new Drs(0).timestep()).isEqualTo(999);
        assertThat(new Drs(0).factor()).isEqualTo(NoiseSchedule.STABLE_DIFFUSION.signal(999), within(1e-12));
        assertThat(new Drs(1).timestep()).isZero();
        NDArray clean = new Drs(0.6).clean(scope.create(new float[] {2}), scope.create(new float[] {1}));
        assertThat(clean.getFloat()).isCloseTo(2, within(1e-6f));
    }
}
