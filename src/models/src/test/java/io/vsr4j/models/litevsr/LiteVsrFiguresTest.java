package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.models.wan.WanVaeConfig;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteVsrFiguresTest {
    /** Two steps, three blocks, an adapter of one block; 9 frames of 64x96 are 3 x 4 x 6 tokens. */
    @ParameterizedTest
    @CsvSource({"clean, 0, 2", "none, 0, 1", "clean, 5, 2"})
    void countsWhatCanBeCountedByHand(String refinement, int rank, long streams) {
        LiteVsrConfig config = LiteVsrTiny.sizes("{\"adapter_depth\": 1, \"ffn_multiple\": 2, \"steps\": 2,"
                + " \"refinement\": \"" + refinement + "\", \"injection_rank\": " + rank + "}");
        LiteVsrModules modules = new LiteVsrModules(config, LiteVsrTiny.BASE);

        Map<String, Long> macs = LiteVsrFigures.macs(modules, LiteVsrTiny.BASE, WanVaeConfig.WAN_2_1, 9, 64, 96);

        long width = LiteVsrTiny.BASE.width();
        long tokens = 3 * 4 * 6;
        long patches = streams * tokens * 4 * LiteVsrTiny.BASE.inChannels() * width;
        // Queries and exit of the attention, feed-forward, exit of the adapter; keys and values of both streams.
        long block =
                tokens * width * width * (2 + 2 * 2 + 1) + 2 * streams * tokens * width * width + 6 * width * width;
        long attention = 2 * tokens * streams * tokens * width;
        assertThat(macs.get("adapter")).isEqualTo(2 * (patches + block + attention));

        long injection = rank == 0 ? width * width : 2 * width * rank;
        assertThat(macs.get("injections")).isEqualTo(2 * 3 * tokens * injection);
        assertThat(macs.get("transformer's self-attention")).isEqualTo(2 * 2 * 3 * 2 * tokens * tokens * width);
    }
}
