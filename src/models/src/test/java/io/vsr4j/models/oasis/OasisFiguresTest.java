package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.models.ModelWork;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerCost;
import java.util.List;
import org.junit.jupiter.api.Test;

class OasisFiguresTest {
    /** {@link OasisCost} counts by formulas, {@link WanTransformerCost} what is declared. */
    @Test
    void theTransformerIsTheDeclaredOne() {
        WanTransformerConfig sizes = WanTransformerConfig.of(PublishedNetwork.config("wan21-transformer"));
        List<ModelWork> work = OasisFigures.work();
        ModelWork global = work.get(1);
        long tokens = 9 * 45 * 80;

        assertThat(global.macs().get("linear layers") + global.macs().get("attention to the prompt"))
                .isEqualTo(WanTransformerCost.layers(sizes, tokens));
        assertThat(global.macs().get("self-attention")).isEqualTo(WanTransformerCost.attention(sizes, tokens));
        assertThat(work.get(0).macs().get("self-attention"))
                .isLessThan(global.macs().get("self-attention") / 2);
        assertThat(work).allSatisfy(w -> assertThat(w.remark()).contains("51.41 T here"));
    }
}
