package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.published.PublishedNetwork;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WanVaeCostTest {
    /** Every convolution's filters times the pixels of its result, from the tensors that the network declares. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                                   | 3
            {"base_dim": 4, "z_dim": 3, "dim_mult": [1, 2, 3, 3], "num_res_blocks": 1}           | 1
            {"base_dim": 4, "decoder_base_dim": 8, "z_dim": 5, "dim_mult": [1, 2, 4, 4], "is_residual": true, "patch_size": 2, "in_channels": 12, "out_channels": 12} | 4
            """)
    void isThatOfTheDeclaredConvolutions(String json, long latents) {
        WanVaeConfig config =
                WanVaeConfig.of(new Config("vae", JsonParser.parseString(json).getAsJsonObject()));
        long rows = 5;
        long columns = 6;
        long causal = 0;
        long spatial = 0;
        try (WanVae vae = new WanVae(config)) {
            for (Map.Entry<String, Shape> tensor : vae.parameters().shapes().entrySet()) {
                String name = tensor.getKey();
                if (!name.endsWith("weight") || !(name.startsWith("decoder") || name.startsWith("post_quant"))) {
                    continue;
                }
                int stage = name.contains("up_blocks.")
                        ? name.charAt(name.indexOf("up_blocks.") + 10) - '0'
                        : name.contains("conv_out") ? config.dimMult().size() - 1 : 0;
                boolean faster = name.contains("time_conv");
                boolean larger = name.contains("resample");
                long frames = latents;
                for (int i = 0; i < stage + (larger ? 1 : 0); i++) {
                    frames = i < config.dimMult().size() - 1 && config.temporalUpsample(i) ? 2 * frames - 1 : frames;
                }
                long pixels = rows * columns << 2 * (stage + (larger ? 1 : 0));
                long count = tensor.getValue().size() * pixels * (faster ? frames - 1 : frames);
                if (tensor.getValue().dimension() == 4) {
                    spatial += count;
                } else {
                    causal += count;
                }
            }
        }
        WanVaeCost cost = WanVaeCost.decoder(config, latents, rows, columns);

        assertThat(cost.causal()).isEqualTo(causal);
        assertThat(cost.spatial()).isEqualTo(spatial);
        assertThat(cost.attention())
                .isEqualTo(2
                        * latents
                        * rows
                        * columns
                        * rows
                        * columns
                        * config.decoderWidths().get(0));
    }

    /** Expected: docs/benchmarks/macs_reference.py, which lets PyTorch count what the class of diffusers does. */
    @ParameterizedTest
    @CsvSource({
        "wan21-vae, 9, 90, 160, 78270868684800, 130910880153600",
        "wan21-vae, 3, 8, 12, 143421308928, 240581025792",
        "wan22-vae, 10, 44, 80, 58871863705600, 308871951646720",
        "wan22-vae, 10, 32, 32, 17093644779520, 89801313746944"
    })
    void isThatOfThePublishedClass(String config, int latents, int rows, int columns, long encoder, long decoder) {
        WanVaeConfig sizes = WanVaeConfig.of(PublishedNetwork.config(config));

        assertThat(WanVaeCost.encoder(sizes, latents, rows, columns).total()).isEqualTo(encoder);
        assertThat(WanVaeCost.decoder(sizes, latents, rows, columns).total()).isEqualTo(decoder);
    }
}
