package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vsr4j.tensor.DType;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {
    @Test
    void everyCardIsFoundByItsIdAndOpensAtEachScale() {
        assertThat(ModelRegistry.cards())
                .extracting(ModelCard::id)
                .doesNotHaveDuplicates()
                .startsWith("compact");
        for (ModelCard card : ModelRegistry.cards()) {
            assertThat(ModelRegistry.card(card.id())).isEqualTo(card);
            assertThat(card.title()).isNotBlank();
            assertThat(card.summary()).isNotBlank().doesNotContain("\n");
            assertThat(card.licence()).isNotBlank();
            for (int scale : card.scales()) {
                if (card.embedded()) {
                    try (VsrModel model = ModelRegistry.open(card.id(), scale, ModelOptions.DEFAULT)) {
                        assertThat(model.card()).isEqualTo(card);
                        assertThat(model.scale()).isEqualTo(scale);
                        assertThat(model.fingerprint()).matches("none|[0-9a-f]{64}");
                    }
                }
            }
        }
    }

    @Test
    void anUnknownIdIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> ModelRegistry.card("bicubik"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'bicubik'; did you mean 'bicubic'?")
                .hasMessageContaining("There are: compact, ")
                .hasMessageContaining("bicubic, lanczos");
        assertThatThrownBy(() -> ModelRegistry.card("lancos")).hasMessageContaining("did you mean 'lanczos'");
    }

    @Test
    void refusesWhatTheCardExcludes() {
        assertThatThrownBy(() -> ModelRegistry.open("anime4k", 3, ModelOptions.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scales by [2, 4], got 3");
        ModelOptions half = new ModelOptions(Optional.empty(), Device.cpu(), DType.BF16);
        assertThatThrownBy(() -> ModelRegistry.open("anime4k", 2, half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("computes in [f32], got bf16");
    }
}
