package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanVaeConfig;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OasisCostTest {
    private static final OasisConfig PROJECTOR = OasisConfig.of(new Config("projector", new JsonObject()));
    private static final WanTransformerConfig TRANSFORMER = WanTransformerConfig.of(new Config(
            "transformer",
            JsonParser.parseString("{\"num_attention_heads\": 12, \"ffn_dim\": 8960, \"num_layers\": 30}")
                    .getAsJsonObject()));

    /** 33 frames of 720x1280: 9 x 45 x 80 tokens. */
    @Test
    void countsThePublishedSize() {
        WanTransformerGrid grid = new WanTransformerGrid(9, 45, 80);
        OasisCost global = OasisCost.of(
                PROJECTOR, TRANSFORMER, WanVaeConfig.WAN_2_1, Routing.all(HeadPattern.GLOBAL, 30, 12), grid);
        // 144 heads global, the others half and half.
        List<HeadPattern> even =
                "gggggiiiiwww".chars().mapToObj(HeadPattern::of).toList();
        List<HeadPattern> odd = "ggggiiiiwwww".chars().mapToObj(HeadPattern::of).toList();
        List<List<HeadPattern>> layers = new java.util.ArrayList<>(Collections.nCopies(24, even));
        layers.addAll(Collections.nCopies(6, odd));
        Routing routing = new Routing(layers);
        OasisCost routed = OasisCost.of(PROJECTOR, TRANSFORMER, WanVaeConfig.WAN_2_1, routing, grid);

        assertThat(routing.count(HeadPattern.GLOBAL)).isEqualTo(144);
        assertThat(global.layers() / 1e12).isBetween(40.5, 40.6);
        assertThat(global.attention() / 1e12).isBetween(96.7, 96.8);
        assertThat(global.step() / 1e12).isBetween(137.2, 137.3);
        assertThat(routed.attention() / 1e12).isBetween(42.3, 42.4);
        assertThat(routed.step() / 1e12).isBetween(82.8, 82.9);
    }

    /** The paper prints 51.43 T for the same window: what a counter of module classes finds, whatever the routing. */
    @Test
    void findsThePrintedNumber() {
        WanTransformerGrid grid = new WanTransformerGrid(9, 45, 80);
        for (HeadPattern pattern : HeadPattern.values()) {
            OasisCost cost =
                    OasisCost.of(PROJECTOR, TRANSFORMER, WanVaeConfig.WAN_2_1, Routing.all(pattern, 30, 12), grid);
            assertThat(cost.printed() / 1e12).isCloseTo(51.43, offset(0.02));
            assertThat(cost.total()).isEqualTo(cost.step() + cost.decoder().total());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "i", "w"})
    void countsThePairsThatAreSeen(String letter) {
        for (WanTransformerGrid grid : List.of(
                new WanTransformerGrid(1, 1, 1), new WanTransformerGrid(3, 4, 7), new WanTransformerGrid(2, 1, 3))) {
            HeadPattern pattern = HeadPattern.of(letter.charAt(0));
            long pairs = 0;
            for (long q = 0; q < grid.tokens(); q++) {
                for (long k = 0; k < grid.tokens(); k++) {
                    pairs += RoutedAttentionTest.sees(pattern, grid, q, k) ? 1 : 0;
                }
            }
            OasisCost cost = OasisCost.of(
                    PROJECTOR, TRANSFORMER, WanVaeConfig.WAN_2_1, new Routing(List.of(List.of(pattern))), grid);
            assertThat(cost.attention()).isEqualTo(2 * 128 * pairs);
        }
    }
}
