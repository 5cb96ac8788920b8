package io.vsr4j.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is given up, in which order, as memory shrinks. */
class AllotmentTest {
    private static final VideoInfo VIDEO = new MemoryVideo(640, 360, PixelFormat.YUV420P, 500, 1).video();

    private final Settings settings = new Settings();

    private GridChoice grid(ModelCard card) {
        return new GridChoice(settings.build().grid(), card, 4, VIDEO);
    }

    private Allotment allotment(String model, double gigabytes, Consumer<Settings> change) {
        settings.scale = null;
        change.accept(settings);
        ModelCard card = ModelRegistry.card(model);
        return Allotment.of(settings.build().network(), card, card.parameters(), grid(card), (long) (gigabytes * 1e9));
    }

    @Test
    void framesAreCutBeforeWindowsAreShortened() {
        for (String model : new String[] {"adcvsr", "ultravsr", "oasis", "litevsr"}) {
            ModelCard card = ModelRegistry.card(model);
            GridChoice grid = grid(card);
            int window = card.windowFrames();
            int tile = Integer.MAX_VALUE;
            boolean whole = false;
            boolean cut = false;
            boolean shorter = false;
            for (long bytes = 200_000_000_000L; bytes > 0; bytes = bytes * 9 / 10) {
                GridChoice.Picked picked = grid.within(bytes).orElse(null);
                if (picked == null) {
                    assertThat(bytes).as(model).isLessThan(grid.least());
                    break;
                }
                assertThat(bytes).as(model).isGreaterThanOrEqualTo(grid.least());
                assertThat(picked.window()).as(model).isLessThanOrEqualTo(window);
                assertThat(card.frames().accepts(picked.window())).as(model).isTrue();
                new WindowRule(card).check(picked.window(), picked.overlap(), 500);
                if (picked.window() == card.windowFrames()) {
                    assertThat(picked.tile() == 0 ? 10_000 : picked.tile())
                            .as(model)
                            .isLessThanOrEqualTo(tile);
                    tile = picked.tile() == 0 ? 10_000 : picked.tile();
                    whole |= picked.tile() == 0;
                    cut |= picked.tile() != 0;
                } else {
                    assertThat(picked.tile()).as(model).isBetween(32, 320);
                    shorter = true;
                }
                window = picked.window();
            }
            assertThat(whole && cut).as(model).isTrue();
            assertThat(shorter || card.frames().step() > 1 || model.equals("ultravsr"))
                    .as(model)
                    .isTrue();
        }
    }

    @Test
    void whatIsAskedForIsNotShortened() {
        settings.window = 25;
        assertThat(grid(ModelRegistry.card("adcvsr")).within(100_000_000)).isEmpty();
        settings.tile = 64;
        assertThat(grid(ModelRegistry.card("adcvsr")).within(1)).hasValue(new GridChoice.Picked(25, 5, 64));
    }

    @Test
    void weightsTakeFromTheDefaultAndNotFromWhatIsAskedFor() {
        ModelCard card = ModelRegistry.card("adcvsr");
        Allotment shared = allotment("adcvsr", 12, s -> {});
        assertThat(shared)
                .isEqualTo(new Allotment(12_000_000_000L - 4 * card.parameters(), 4 * card.parameters(), false));
        assertThat(allotment("adcvsr", 12, s -> s.dtype = "bf16").weights()).isEqualTo(2 * card.parameters());
        assertThat(allotment("adcvsr", 0, s -> s.memory = 3.0)).isEqualTo(new Allotment(3_000_000_000L, 0, false));
    }

    @Test
    void weightsThatDoNotFitAreReadInTurnWhereTheyCanBe() {
        Allotment turns = allotment("litevsr", 12, s -> {});
        assertThat(turns.offload()).isTrue();
        assertThat(turns.window() + turns.weights()).isEqualTo(12_000_000_000L);
        assertThat(allotment("litevsr", 80, s -> {}).offload()).isFalse();

        assertThatThrownBy(() -> allotment("adcvsr", 2, s -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("2.3 GB of weights")
                .hasMessageContaining("got 2.0 GB")
                .hasMessageContaining("--memory");
    }

    /** Else a worker that offloads would plan otherwise than one that does not. */
    @Test
    void askingForItChangesNoWindow() {
        Allotment kept = allotment("litevsr", 80, s -> {});
        Allotment asked = allotment("litevsr", 80, s -> s.offload = true);
        assertThat(asked).isEqualTo(new Allotment(kept.window(), kept.weights(), true));
    }
}
