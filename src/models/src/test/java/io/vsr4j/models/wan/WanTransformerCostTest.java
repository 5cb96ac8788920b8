package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.models.published.PublishedNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers: docs/benchmarks/macs_reference.py, which lets PyTorch count what the classes of diffusers do. */
class WanTransformerCostTest {
    /** There, the prompt's 512 rows go through all their layers in each pass, and are all attended to. */
    @ParameterizedTest
    @CsvSource({
        "wan21-transformer, 32400, 138871830085632",
        "wan22-transformer, 8800, 53617566154752",
        "wan22-transformer, 2560, 12867050668032"
    })
    void countsTheTransformers(String config, long tokens, long reference) {
        WanTransformerConfig sizes = WanTransformerConfig.of(PublishedNetwork.config(config));
        long width = sizes.width();
        long embeddings = 512 * (4096 * width + width * width) + 256 * width + width * width + 6 * width * width;
        long read = 30 * 2 * 512 * width * width;
        long attended = 30 * 2 * tokens * (512 - 2) * width;

        assertThat(WanTransformerCost.layers(sizes, tokens) + WanTransformerCost.attention(sizes, tokens))
                .isEqualTo(reference - embeddings - read - attended);
    }
}
