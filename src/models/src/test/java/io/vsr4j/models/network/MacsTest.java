package io.vsr4j.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MacsTest {
    @Test
    void appliesEveryWeightAtEveryPlace() {
        Parameters p = new Parameters();
        p.norm("norm", 5).conv("conv", 5, 7, 3, 3).tensor("table", 1, 6, 7);
        p.child("part").linear("linear", 7, 2).matrix("unused", 9, 9);

        long macs = Macs.of(p, layer -> switch (layer) {
            case "conv" -> 40;
            case "part.linear" -> 10;
            default -> 0;
        });

        assertThat(macs).isEqualTo(40 * 7 * 5 * 9 + 10 * 2 * 7);
    }

    /** Q K^T and its product with V, number by number. */
    @Test
    void attentionIsTwoProducts() {
        int queries = 3;
        int keys = 5;
        int width = 4;
        long count = 0;
        for (int q = 0; q < queries; q++) {
            for (int k = 0; k < keys; k++) {
                for (int c = 0; c < width; c++) {
                    count += 2;
                }
            }
        }
        assertThat(Macs.attention(queries, keys, width)).isEqualTo(count);
    }

    @Test
    void refusesToOverflow() {
        assertThatThrownBy(() -> Macs.attention(1L << 32, 1L << 32, 1)).isInstanceOf(ArithmeticException.class);
    }
}
