package io.vsr4j.models.oasis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingMeasureTest {
    private NDManager scope;
    private Autograd off;

    @BeforeEach
    void open() {
        scope = TorchEngine.newManager(Device.cpu());
        off = Autograd.off();
    }

    @AfterEach
    void close() {
        off.close();
        scope.close();
    }

    /** Both distances, from the definition, with every probability in double precision. */
    @ParameterizedTest
    @CsvSource({"1, 3, 4", "3, 5, 7", "4, 6, 3", "2, 9, 8"})
    void isTheDivergence(int frames, int rows, int columns) {
        WanTransformerGrid grid = new WanTransformerGrid(frames, rows, columns);
        NDArray q = random(1, new Shape(2, 3, grid.tokens(), 4));
        NDArray k = random(2, new Shape(2, 3, grid.tokens(), 4));
        double[] logits = q.matMul(k.transpose(0, 1, 3, 2))
                .mul(0.5f)
                .toType(ai.djl.ndarray.types.DataType.FLOAT64, true)
                .toDoubleArray();

        double[][][] distances = HeadDistances.of(q, k, grid);

        for (RoutingScore score : RoutingScore.values()) {
            for (int head = 0; head < 3; head++) {
                assertThat(distances[0][score.ordinal()][head])
                        .isCloseTo(slow(logits, grid, head, HeadPattern.INTRA_FRAME, score), offset(1e-4));
                assertThat(distances[1][score.ordinal()][head])
                        .isCloseTo(slow(logits, grid, head, HeadPattern.WINDOW, score), offset(1e-4));
            }
        }
    }

    private static double slow(
            double[] logits, WanTransformerGrid grid, int head, HeadPattern pattern, RoutingScore score) {
        int count = (int) grid.tokens();
        double sum = 0;
        for (int sample = 0; sample < 2; sample++) {
            for (int q = 0; q < count; q++) {
                int at = ((sample * 3 + head) * count + q) * count;
                double all = 0;
                double mass = 0;
                for (int k = 0; k < count; k++) {
                    all += Math.exp(logits[at + k]);
                    mass += RoutedAttentionTest.sees(pattern, grid, q, k) ? Math.exp(logits[at + k]) : 0;
                }
                mass /= all;
                if (score == RoutingScore.OUTSIDE_MASS) {
                    sum -= Math.log(mass);
                    continue;
                }
                for (int k = 0; k < count; k++) {
                    double p = Math.exp(logits[at + k]) / all;
                    double local = RoutedAttentionTest.sees(pattern, grid, q, k) ? p / mass : 0;
                    sum += p * Math.log(p / ((1 - 1e-6) * local + 1e-6 / count));
                }
            }
        }
        return sum / (2 * count);
    }

    private NDArray random(long seed, Shape shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return scope.create(values, shape);
    }

    /**
     * Heads whose queries and keys hold the same constant in some rotary pairs attend by the distance along the axis of
     * those pairs: along time alone, or along time, rows and columns. In the others queries and keys are zero, so that
     * they attend everywhere alike.
     */
    @ParameterizedTest
    @EnumSource(RoutingScore.class)
    void picksTheHeadsThatAreLocal(RoutingScore score) {
        String config = """
                {"num_attention_heads": 4, "attention_head_dim": 24, "in_channels": 3, "out_channels": 3, "text_dim": 6,
                 "freq_dim": 8, "ffn_dim": 16, "num_layers": 2}""";
        try (WanTransformer network = new WanTransformer(WanTransformerConfig.of(
                new Config("test", JsonParser.parseString(config).getAsJsonObject())))) {
            network.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
                NDArray value = NetworkProbe.random(owner, name, shape, type);
                if (name.matches("blocks\\.\\d\\.attn1\\.to_[qk]\\.(weight|bias)")) {
                    value.close();
                    return name.endsWith("weight") ? owner.zeros(shape) : owner.create(specialised(name), shape);
                }
                if (name.matches("blocks\\.\\d\\.attn1\\.norm_[qk]\\.weight")) {
                    value.close();
                    return owner.ones(shape).mul(6);
                }
                return value;
            });
            RoutingMeasure measure = new RoutingMeasure(network);
            try (WanTransformerText text = network.text(random(3, new Shape(1, 2, 6)), 0)) {
                int before = Scopes.count(scope);
                NDArray latent = random(4, new Shape(1, 3, 5, 16, 16));
                NDArray timestep = scope.create(new float[] {799});
                measure.add(latent, timestep, text);
                assertThat(Scopes.count(scope)).isEqualTo(before + 2);
            }
            assertThat(measure.routing(0.5, score).layers().stream().map(RoutingMeasureTest::letters))
                    .containsExactly("igwg", "gwgi");
            assertThat(measure.routing(1, score)).isEqualTo(Routing.all(HeadPattern.GLOBAL, 2, 4));
            assertThat(measure.routing(0, score).count(HeadPattern.GLOBAL)).isZero();
            assertThat(measure.routing(0.26, score).count(HeadPattern.GLOBAL)).isEqualTo(3);
            assertThatThrownBy(() -> measure.routing(1.1, score)).hasMessageContaining("0..1");
        }
    }

    private static String letters(List<HeadPattern> heads) {
        StringBuilder letters = new StringBuilder();
        heads.forEach(h -> letters.append(h.letter()));
        return letters.toString();
    }

    private static float[] specialised(String name) {
        String kinds = name.startsWith("blocks.0") ? "igwg" : "gwgi";
        float[] bias = new float[4 * 24];
        for (int head = 0; head < 4; head++) {
            // Twelve pairs: 4 for time, 4 for rows, 4 for columns; the first of each axis turns fastest.
            for (int pair = 0; pair < 12; pair++) {
                boolean on =
                        switch (kinds.charAt(head)) {
                            case 'i' -> pair < 2;
                            case 'w' -> pair % 4 < 2 && pair >= 4;
                            default -> false;
                        };
                bias[head * 24 + 2 * pair] = on ? 1 : 0;
            }
        }
        return bias;
    }

    @Test
    void theRouterWritesTheFile(@TempDir Path folder) throws IOException {
        Path tiny = folder.resolve("tiny");
        new OasisFolders().tiny(tiny, 1);
        Files.delete(tiny.resolve(Routing.FILE));
        try (OasisRouter router = OasisRouter.open(tiny, ModelOptions.DEFAULT)) {
            router.add(random(5, new Shape(5, 3, 12, 16)));
            router.add(random(6, new Shape(1, 3, 20, 8)));
            OasisRouter.write(tiny, router.routing(OasisRouter.RHO, RoutingScore.OUTSIDE_MASS));
        }
        assertThat(Routing.read(tiny.resolve(Routing.FILE), 2, 3).count(HeadPattern.GLOBAL))
                .isEqualTo(3);
        assertThat(Files.readAllLines(tiny.resolve("SHA256SUMS")))
                .contains(Sha256.of(tiny.resolve(Routing.FILE)) + "  routing.json");
    }

    @Test
    void agreementIsTheShareOfEqualHeads() {
        Routing global = Routing.all(HeadPattern.GLOBAL, 2, 4);
        Routing mixed = new Routing(List.of(
                List.of(HeadPattern.GLOBAL, HeadPattern.WINDOW, HeadPattern.GLOBAL, HeadPattern.INTRA_FRAME),
                Collections.nCopies(4, HeadPattern.GLOBAL)));

        assertThat(mixed.agreement(global)).isEqualTo(0.75);
        assertThat(mixed.agreement(mixed)).isEqualTo(1);
        assertThatThrownBy(() -> mixed.agreement(Routing.all(HeadPattern.GLOBAL, 4, 2)))
                .hasMessageContaining("different networks");
    }
}
