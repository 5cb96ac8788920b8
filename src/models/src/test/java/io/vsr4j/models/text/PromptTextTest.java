package io.vsr4j.models.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptTextTest {
    @Test
    void makesEachRunOfSpaceOneSpace() {
        assertThat(PromptText.clean("\u3000 a\t\n b\u001cc\u0085d\u00a0\u2028e \u200bf "))
                .isEqualTo("a b c d e \u200bf");
        assertThat(PromptText.clean(" \n ")).isEmpty();
    }

    @Test
    void resolvesReferencesTwice() {
        assertThat(PromptText.clean("&amp;lt;b&gt; &#39;&#x41;&#x1F600; &quot;$1\\&quot;&nbsp;&nbsp;x"))
                .isEqualTo("<b> 'A\ud83d\ude00 \"$1\\\" x");
        assertThat(PromptText.clean("&amp;amp;lt; R&D; &lt &unknown; &#; &#x;"))
                .isEqualTo("&lt; R&D; &lt &unknown; &#; &#x;");
        assertThat(PromptText.clean("&#0;&#xd800;&#9999999;")).isEqualTo("\ufffd\ufffd\ufffd");
    }

    @Test
    void makesCurlyQuotesStraight() {
        assertThat(PromptText.clean("\u201cit\u2019s\u201d")).isEqualTo("\"it's\"");
    }
}
