package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameRuleTest {
    @Test
    void anyAcceptsAll() {
        for (int n = 1; n < 50; n++) {
            assertThat(FrameRule.ANY.accepts(n)).isTrue();
            assertThat(FrameRule.ANY.up(n)).isEqualTo(n);
        }
        assertThat(FrameRule.ANY.accepts(0)).isFalse();
    }

    @Test
    void fourNPlusOne() {
        FrameRule rule = new FrameRule(5, 4);

        assertThat(rule.toString()).isEqualTo("5, 9, 13, ...");
        for (int n = 1; n < 100; n++) {
            assertThat(rule.accepts(n)).isEqualTo(n >= 5 && n % 4 == 1);
            assertThat(rule.accepts(rule.up(n))).isTrue();
            assertThat(rule.up(n)).isBetween(n, Math.max(5, n + 3));
        }
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new FrameRule(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FrameRule(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
