package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each model is for: real frames, reduced and enlarged again. */
class FidelityTest {
    private static final String[] FRAMES = {"bunny-1.png", "bunny-2.png", "bunny-3.png"};

    @ParameterizedTest
    @CsvSource({"2, 1.0", "4, 0.4"})
    void compactBeatsTheFilters(int scale, double gainOverLanczos) throws IOException {
        double bicubic = meanPsnr("bicubic", scale);
        double lanczos = meanPsnr("lanczos", scale);
        double compact = meanPsnr("compact", scale);

        assertThat(lanczos).isGreaterThan(bicubic);
        assertThat(compact).isGreaterThan(lanczos + gainOverLanczos);
    }

    private static double meanPsnr(String id, int scale) throws IOException {
        double sum = 0;
        try (NDManager manager = TorchEngine.newManager(Device.cpu());
                VsrModel model = ModelRegistry.open(id, scale, ModelOptions.DEFAULT)) {
            for (String frame : FRAMES) {
                NDArray original = Fidelity.read(manager, frame);
                NDArray restored = model.restore(Fidelity.reduce(original, scale), Placement.ORIGIN);
                sum += Fidelity.psnrY(Fidelity.eightBits(restored), original);
            }
        }
        return sum / FRAMES.length;
    }
}
