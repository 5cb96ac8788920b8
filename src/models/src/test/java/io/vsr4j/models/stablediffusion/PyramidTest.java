package io.vsr4j.models.stablediffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidTest {
    /** Expected: docs/benchmarks/macs_reference.py, which lets PyTorch count what the classes of diffusers do. */
    @ParameterizedTest
    @CsvSource({"90, 160, 1962891591680", "64, 64, 402128732160"})
    void countsTheUNet(long height, long width, long expected) {
        UNetConfig config = UNetConfig.sd21();
        Parameters p = new UNet2DConditionModel(config).parameters();

        assertThat(new Pyramid(height, width, 4).macs(p, layer -> true, 77)).isEqualTo(expected);
    }

    /** Expected: as above. */
    @ParameterizedTest
    @CsvSource({"true, 2114814873600", "false, 4571991475200"})
    void countsTheAutoencoder(boolean encoder, long expected) {
        Parameters p = new AutoencoderKl(AutoencoderConfig.sd21()).parameters();

        assertThat(new Pyramid(720, 1280, 4).macs(p, layer -> encoder == layer.matches("(encoder|quant_conv).*"), 0))
                .isEqualTo(expected);
    }

    /** Sides that are odd on the way. */
    @Test
    void knowsHowLargeEveryLayersResultIs() {
        UNetConfig config = new UNetConfig(
                4,
                4,
                List.of(4, 4, 8, 8),
                2,
                List.of(true, true, true, false),
                List.of(false, true, true, true),
                List.of(1, 1, 2, 2),
                16,
                6,
                NormGroups.fixed(2),
                1e-5);
        AutoencoderConfig pictures = new AutoencoderConfig(
                3, 3, 4, List.of(4, 4, 8, 8), 1, NormGroups.fixed(2), 0.18215, 0, true, true, true);
        Map<String, Long> unet = new HashMap<>();
        Map<String, Long> decoder = new HashMap<>();
        try (UNet2DConditionModel network = new UNet2DConditionModel(config);
                AutoencoderKl vae = new AutoencoderKl(pictures);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NetworkProbe.randomise(network, DType.F32);
            NetworkProbe.randomise(vae, DType.F32);
            network.forward(
                    scope.zeros(new Shape(1, 4, 9, 22)),
                    scope.create(new long[] {1}),
                    scope.zeros(new Shape(1, 3, 6)),
                    recorded(unet));
            vae.decodeUnscaled(scope.zeros(new Shape(1, 4, 3, 5)), recorded(decoder));
        }

        Pyramid latents = new Pyramid(9, 22, 4);
        assertThat(unet).hasSize(47).allSatisfy((site, pixels) -> assertThat(latents.pixels(site))
                .as(site)
                .isEqualTo(pixels));
        assertThat(unet.keySet()).allSatisfy(site -> assertThat(latents.pixels("unet." + site + ".conv1"))
                .as(site)
                .isEqualTo(unet.get(site)));
        assertThat(decoder).hasSize(5).allSatisfy((site, pixels) -> assertThat(new Pyramid(24, 40, 4).pixels(site))
                .as(site)
                .isEqualTo(pixels));
    }

    private static LayerHook recorded(Map<String, Long> sizes) {
        return (site, x) -> {
            sizes.put(site, x.getShape().get(2) * x.getShape().get(3));
            return x;
        };
    }

    @Test
    void refusesALayerThatIsAtNoPlace() {
        Parameters p = new Parameters();
        p.linear("head", 3, 4);

        assertThatThrownBy(() -> new Pyramid(8, 8, 2).macs(p, layer -> true, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'head' is no layer of a UNet, an encoder or a decoder");
    }
}
