package io.vsr4j.models.ultravsr;

import static io.vsr4j.models.ultravsr.TinyUltraVsr.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    /** Of 24 frames of 64x64, without input and result, which either way takes. */
    @Test
    void waitingFramesTakeAFractionOfTheWholeClip() throws IOException {
        assumeTrue(PeakMemory.canBeMeasured(), "needs /proc");
        RtsConfig standard = RtsConfig.standard(6, 5, TinyUltraVsr.UNET, TinyUltraVsr.VAE);
        try (UltraVsrNetworks networks = TinyUltraVsr.networks(standard);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray clip = wave(scope, 24, 3, 64, 64);
            NDArray text = wave(scope, 1, 5, 6);
            Drs drs = new Drs(0.6);
            NDArray little = clip.get("0:2");
            networks.forward(little, text, drs).close();
            networks.asynchronously(little, text, drs, 1).close();
            long result = 24L * 3 * 256 * 256 * Float.BYTES;

            long single = PeakMemory.of(() -> networks.asynchronously(clip, text, drs, 1)) - result;
            long four = PeakMemory.of(() -> networks.asynchronously(clip, text, drs, 4)) - result;
            long whole = PeakMemory.of(() -> networks.forward(clip, text, drs)) - result;

            System.out.printf(
                    "peak beside the result: 1 frame at a time %.1f MB, 4 frames %.1f MB, whole clip %.1f MB%n",
                    single / 1e6, four / 1e6, whole / 1e6);
            assertThat(single).isLessThan(whole / 3);
        }
    }
}
