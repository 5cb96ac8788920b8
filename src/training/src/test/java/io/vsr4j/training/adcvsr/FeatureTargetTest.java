package io.vsr4j.training.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.adcvsr.AdcSrConfig;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureTargetTest {
    private static final RandomTensors WEIGHTS = new RandomTensors(3);

    private static AdcSrConfig student() {
        UNetConfig unet = new UNetConfig(
                12,
                8,
                List.of(6),
                1,
                List.of(false),
                List.of(false),
                List.of(1),
                0,
                0,
                AdcSrConfig::prunedGroups,
                1e-5);
        return new AdcSrConfig(2, unet, List.of(8, 8, 8, 8), 1, NormGroups.fixed(4));
    }

    private static AutoencoderConfig autoencoder(int stages) {
        return new AutoencoderConfig(
                3, 3, 4, Collections.nCopies(stages, 8), 1, NormGroups.fixed(4), 0.5, 0, true, true, true);
    }

    /** With a decoder of the full width, it is what this decoder has after its mid block. */
    @Test
    void isTheMiddleOfADecoder() {
        AutoencoderConfig config = autoencoder(4);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                AutoencoderKl whole = new AutoencoderKl(config);
                FeatureTarget target = new FeatureTarget(config, student())) {
            whole.bind(Device.cpu(), DType.F32, WEIGHTS);
            target.bind(WEIGHTS, WEIGHTS, Device.cpu(), DType.F32);
            NDArray pictures = scope.randomUniform(-1, 1, new Shape(2, 3, 24, 32));
            NDArray[] middle = new NDArray[1];
            whole.decodeUnscaled(AutoencoderKl.mean(whole.moments(pictures)), (site, x) -> {
                if (site.equals("mid_block")) {
                    middle[0] = Torch.copyIn(scope, x);
                }
                return x;
            });
            NDArray features = target.of(pictures);
            assertThat(features.getShape()).isEqualTo(new Shape(2, 8, 3, 4));
            assertThat(features.sub(middle[0]).abs().max().getFloat()).isLessThan(1e-5f);
        }
    }

    @Test
    void anAutoencoderOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new FeatureTarget(autoencoder(3), student()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("4 times")
                .hasMessageContaining("8 times");
    }
}
