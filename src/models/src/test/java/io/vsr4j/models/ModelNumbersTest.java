package io.vsr4j.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "anime4k, network, 17412",
        "adcvsr, UNet and decoder of AdcSR, 456073683",
        "adcvsr, 'whole, a block after each layer', 572935443",
        "adcvsr, 'whole, a block after each stage', 487190163",
        "oasis, projector, 784",
        "oasis, projector and transformer, 1418997584",
        "litevsr, adapter and injections of full rank, 633870336",
        "litevsr, the same with injections of rank 128, 374347776",
        "litevsr, the same with injections of rank 64, 362551296",
        "litevsr, transformer and trained modules, 5633658048",
        "ultravsr, UNet, 865910724",
        "ultravsr, 'low-rank changes, merged when loaded', 4425068",
        "ultravsr, RTS convolutions, 2966890",
        "ultravsr, RTS attentions, 3191052"
    })
    void partsHaveTheSizesOfThePapers(String id, String name, long parameters) {
        assertThat(ModelRegistry.parts(id))
                .filteredOn(p -> p.name().equals(name))
                .singleElement()
                .extracting(ModelPart::parameters)
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "adcvsr", "ultravsr", "oasis", "litevsr", "anime4k"})
    void partsMakeTheCard(String id) {
        ModelCard card = ModelRegistry.card(id);
        List<ModelPart> parts = ModelRegistry.parts(id);

        assertThat(ModelPart.total(parts)).isEqualTo(card.parameters());
        assertThat(parts)
                .allMatch(p -> p.parameters() > 0)
                .extracting(ModelPart::name)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "adcvsr", "ultravsr", "oasis", "litevsr", "anime4k"})
    void theFirstWindowIsOneOfTheCards(String id) {
        ModelCard card = ModelRegistry.card(id);
        ModelWork work = ModelRegistry.work(id).get(0);
        int multiple = card.defaultScale() * card.spatialMultiple();

        assertThat(work.frames()).isEqualTo(card.windowFrames());
        assertThat(work.width()).isEqualTo((1280 + multiple - 1) / multiple * multiple);
        assertThat(work.height()).isEqualTo((720 + multiple - 1) / multiple * multiple);
        assertThat(work.macs().values()).allMatch(macs -> macs > 0);
        assertThat(work.total())
                .isEqualTo(work.macs().values().stream().mapToLong(m -> m).sum());
    }

    @Test
    void aModelThatLearnsNothingHasNoNumbers() {
        assertThat(ModelRegistry.parts("bicubic")).isEmpty();
        assertThat(ModelRegistry.work("bicubic")).isEmpty();
    }
}
