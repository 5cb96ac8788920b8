package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.wan.WanVaeTiling;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteVsrModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("litevsr").tiny(folder.resolve("tiny"), 1);
    }

    private static ModelOptions options(DType type) {
        return new ModelOptions(Optional.of(folder.resolve("tiny")), Device.cpu(), type);
    }

    private static ModelOptions offload(ModelOptions options) {
        return new ModelOptions(options.weights(), options.device(), options.dtype(), true, options.prompt());
    }

    @Override
    protected VsrModel open() {
        return ModelRegistry.open("litevsr", 4, options(DType.F32));
    }

    @Test
    void theCardKeepsItsPromises() {
        ModelCard card = model.card();
        assertThat(card.windowFrames()).isEqualTo(37);
        assertThat((card.windowOverlap() - 1) % 4).isZero();
        assertThat(card.windowOverlap()).isGreaterThanOrEqualTo(9);
        assertThat(card.parameters())
                .isEqualTo(PublishedNetwork.all().stream()
                                .filter(n -> n.name().startsWith("Wan 2.2"))
                                .mapToLong(n -> n.parameters().count())
                                .sum()
                        + 633_870_336L);
    }

    @Test
    void windowsThatOverlapShareTheirNoise() {
        LiteVsrModel lite = (LiteVsrModel) model;
        Shape latent = new Shape(1, 3, 10, 6, 8);
        NDArray first = lite.noise(manager, latent, new Placement(5, 10, 0, 0));
        NDArray next = lite.noise(manager, latent, new Placement(5, 34, 8, 16));
        NDArray other = lite.noise(manager, latent, new Placement(6, 10, 0, 0));

        assertThat(next.get(new NDIndex("0, :, :4, :4, :4")).toFloatArray())
                .isEqualTo(first.get(new NDIndex("0, :, 6:, 2:, 4:")).toFloatArray());
        assertThat(LiteVsrTiny.difference(first, other)).isPositive();
        assertThat(first.mean().getFloat()).isBetween(-0.1f, 0.1f);
    }

    /** Source pixels are a quarter of a latent cell, source frames a quarter of a latent frame but the first. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "24, 0, 0", "0, 40, 0", "48, 8, 88", "1001, 0, 16"})
    void noiseIsCutOutOfOneField(int frame, int top, int left) {
        LiteVsrModel lite = (LiteVsrModel) model;
        Shape one = new Shape(1, 3, 1, 1, 1);
        NDArray part = lite.noise(manager, new Shape(1, 3, 3, 2, 5), new Placement(9, frame, top, left));
        for (int f = 0; f < 3; f++) {
            for (int y = 0; y < 2; y++) {
                for (int x = 0; x < 5; x++) {
                    Placement cell = new Placement(9, frame + 4 * f, top + 4 * y, left + 4 * x);
                    assertThat(part.get(new NDIndex("0, :, {}, {}, {}", f, y, x))
                                    .toFloatArray())
                            .isEqualTo(lite.noise(manager, one, cell).toFloatArray());
                }
            }
        }
    }

    /** A shot of three frames is padded to five; those that a longer shot at its place shares have the same noise. */
    @Test
    void aPaddedShotHasTheNoiseOfItsPlace() {
        LiteVsrModel lite = (LiteVsrModel) model;
        NDArray padded = lite.noise(manager, new Shape(1, 3, 2, 4, 4), new Placement(5, 1001, 0, 0));
        NDArray whole = lite.noise(manager, new Shape(1, 3, 10, 4, 4), new Placement(5, 1001, 0, 0));

        assertThat(padded.toFloatArray())
                .isEqualTo(whole.get(new NDIndex(":, :, :2")).toFloatArray());
    }

    @Test
    void theSeedAndThePlaceDecideTheNoise() {
        NDArray x = manager.randomUniform(0, 1, new Shape(5, 3, 16, 16));
        NDArray one = model.restore(x, new Placement(1, 0, 0, 0));
        for (Placement at : new Placement[] {new Placement(2, 0, 0, 0), new Placement(1, 24, 0, 0)}) {
            assertThat(LiteVsrTiny.difference(one, model.restore(x, at))).isPositive();
        }
    }

    @Test
    void blocksThatTakeTurnsGiveTheSameBits() throws IOException {
        NDArray x = manager.randomUniform(0, 1, new Shape(5, 3, 16, 24));
        for (DType type : model.card().dtypes()) {
            Path root = folder.resolve("tiny");
            try (VsrModel whole = LiteVsrModel.open(model.card(), root, options(type));
                    VsrModel inTurns = LiteVsrModel.open(model.card(), root, offload(options(type)))) {
                NDArray expected = whole.restore(x, Placement.ORIGIN);

                assertThat(inTurns.restore(x, Placement.ORIGIN).toFloatArray()).isEqualTo(expected.toFloatArray());
                assertThat(inTurns.restore(x, Placement.ORIGIN).toFloatArray()).isEqualTo(expected.toFloatArray());
                assertThat(LiteVsrTiny.difference(expected, model.restore(x, Placement.ORIGIN)))
                        .isLessThan(type == DType.F32 ? 1e-9f : 0.25f);
            }
        }
    }

    /** Enlarged, brought to -1..1, encoded and normalised in one go, and decoded so. */
    @Test
    void groupsOfFramesGiveWhatTheWholeWindowGives() throws IOException {
        try (LiteVsrNetworks networks = LiteVsrNetworks.load(folder.resolve("tiny"), Device.cpu(), DType.F32, false)) {
            NDArray x = manager.randomUniform(0, 1, new Shape(9, 3, 16, 24));
            NDArray large = Torch.clamp(Torch.bicubic(x, 4), 0, 1).mul(2).sub(1);
            NDArray moments = networks.vae().encode(large.transpose(1, 0, 2, 3).expandDims(0));
            NDArray expected = networks.vae().normalise(networks.vae().mean(moments));
            LatentVideo video = new LatentVideo(networks.vae());

            NDArray latent = video.encode(x);
            assertThat(latent.getShape()).isEqualTo(new Shape(1, 3, 3, 4, 6));
            assertThat(LiteVsrTiny.difference(latent, expected)).isLessThan(1e-5f);
            NDArray frames = networks.vae()
                    .decode(networks.vae().denormalise(latent))
                    .get(0)
                    .transpose(1, 0, 2, 3);
            assertThat(LiteVsrTiny.difference(
                            video.decode(latent), frames.add(1).div(2)))
                    .isLessThan(1e-5f);
        }
    }

    /**
     * Norms, modulation, gates and rotation stay in single precision, and so does the autoencoder. What else the transformer
     * computes is rounded to 8 bits, by 2^-9 of a value on average, and independent errors of many tokens average out on the
     * way: all of them together stay below one rounding of the whole range.
     */
    @Test
    void fewerBitsAreClose() {
        NDArray x = manager.randomUniform(0, 1, new Shape(9, 3, 16, 24));
        NDArray exact = model.restore(x, Placement.ORIGIN);
        float range = exact.max().sub(exact.min()).getFloat();
        try (VsrModel other = ModelRegistry.open("litevsr", 4, options(DType.BF16))) {
            NDArray apart = other.restore(x, Placement.ORIGIN).sub(exact).div(range);
            float rms = (float) Math.sqrt(apart.square().mean().getFloat());

            assertThat(rms).isPositive().isLessThan(0x1p-8f);
        }
    }

    /** Tiles as the planner lays them share 32 source pixels and more, eight latent cells. */
    @Test
    void tilesShareEightLatentCells() {
        int reach = model.card().spatialReach();
        int smallest = 4 * reach;

        assertThat(Math.min(3 * reach, smallest / 2)).isGreaterThanOrEqualTo(8 * 16 / model.scale());
    }

    @Test
    void theAutoencoderAloneIsTiledWhereFramesAreLarge() {
        assertThat(LatentVideo.tiling(720, 1280)).isEqualTo(WanVaeTiling.NONE);
        assertThat(LatentVideo.tiling(1088, 1920)).isEqualTo(new WanVaeTiling(768, 640));
    }

    @Test
    void blocksInTurnGiveTheSameBits() {
        NDArray x = manager.randomUniform(0, 1, new Shape(5, 3, 16, 24));
        ModelOptions offload =
                new ModelOptions(Optional.of(folder.resolve("tiny")), Device.cpu(), DType.F32, true, Optional.empty());
        try (VsrModel turns = ModelRegistry.open("litevsr", 4, offload)) {
            assertThat(turns.fingerprint()).isEqualTo(model.fingerprint());
            assertThat(turns.restore(x, Placement.ORIGIN).toFloatArray())
                    .isEqualTo(model.restore(x, Placement.ORIGIN).toFloatArray());
        }
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() ->
                        ModelRegistry.open("litevsr", 4, new ModelOptions(Optional.empty(), Device.cpu(), DType.F32)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights")
                .hasMessageContaining("'vsr models'");
        assertThat(ModelRegistry.weightsHelp("litevsr"))
                .anyMatch(line -> line.contains("not published"))
                .anyMatch(line -> line.contains("vsr init litevsr --base"));
    }
}
