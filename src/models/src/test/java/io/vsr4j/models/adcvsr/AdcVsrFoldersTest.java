package io.vsr4j.models.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.convert.Conversion;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the files of a tiny AdcSR that its official code made. */
class AdcVsrFoldersTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path NET = FIXTURES.resolve("adcsr_a.net_params.pkl");
    private static final Path DECODER = FIXTURES.resolve("adcsr_a.halfDecoder.ckpt");

    @TempDir
    Path folder;

    private static AdcVsrConfig tiny() {
        return tiny(TemporalPlacement.PER_LAYER);
    }

    private static AdcVsrConfig tiny(TemporalPlacement placement) {
        UNetConfig full = UNetConfig.sd21();
        UNetConfig unet = new UNetConfig(
                12,
                24,
                List.of(9, 15, 18, 18),
                2,
                full.downAttention(),
                full.upAttention(),
                List.of(3, 5, 6, 6),
                0,
                0,
                AdcSrConfig::prunedGroups,
                1e-5);
        // The tiny decoder has as many layers as the published one.
        return new AdcVsrConfig(
                new AdcSrConfig(2, unet, List.of(4, 8, 24, 24), layers(), NormGroups.fixed(4)), placement);
    }

    private static int layers() {
        try (TensorFile file = TensorFile.open(DECODER)) {
            return (int) file.tensors().keySet().stream()
                    .filter(name -> name.matches(".*decoder\\.up_blocks\\.0\\.resnets\\.\\d+\\.conv1\\.bias"))
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void adcSrsFilesGiveAdcSrFrameByFrame(TemporalPlacement placement) throws IOException {
        Path config = Files.writeString(
                folder.resolve("config.json"), tiny(placement).json().toString());
        Path out = folder.resolve("adcsr");
        Conversion.of("adcsr").convert(List.of(NET, DECODER), Optional.of(config), out);
        assertThat(WeightsFolder.open(out, "adcvsr").config("generator").text("temporal_placement", ""))
                .isEqualTo(placement.name().toLowerCase(Locale.ROOT));

        try (VsrModel model =
                        ModelRegistry.open("adcvsr", 4, new ModelOptions(Optional.of(out), Device.cpu(), DType.F32));
                TensorFile io = TensorFile.open(FIXTURES.resolve("adcsr_a.io.safetensors"));
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            for (String name : List.of("case0", "case1", "case2")) {
                NDArray source = io.read(scope, name + ".in.lr");
                NDArray expected = io.read(scope, name + ".out.image_raw");
                NDArray result = model.restore(source.add(1).div(2), Placement.ORIGIN);

                assertThat(result.mul(2).sub(1).sub(expected).abs().max().getFloat())
                        .as(name)
                        .isLessThan(1e-4f);
            }
        }
    }

    @Test
    void stableDiffusionIsPrunedAndTheBlocksBeginAtZero() throws IOException {
        Map<String, NDArray> full = new LinkedHashMap<>();
        UNetConfig sd = UNetConfig.sd21();
        UNetConfig small = new UNetConfig(
                4,
                4,
                List.of(12, 20, 24, 24),
                2,
                sd.downAttention(),
                sd.upAttention(),
                List.of(3, 5, 6, 6),
                48,
                8,
                NormGroups.fixed(4),
                1e-5);
        Path base = Files.createDirectories(folder.resolve("base/unet"));
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            new UNet2DConditionModel(small)
                    .parameters()
                    .shapes()
                    .forEach((name, shape) -> full.put(name, NetworkProbe.random(scope, name, shape, DType.F32)));
            SafetensorsWriter.write(base.resolve("diffusion_pytorch_model.safetensors"), full, Map.of());

            AdcVsrFolders maker = new AdcVsrFolders();
            assertThatThrownBy(() -> maker.fresh(base.getParent(), folder.resolve("out"), 3, tiny()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("has no halfDecoder.ckpt");
            Files.copy(DECODER, base.resolveSibling("halfDecoder.ckpt"));
            maker.fresh(base.getParent(), folder.resolve("out"), 3, tiny());

            try (Weights made =
                            WeightsFolder.open(folder.resolve("out"), "adcvsr").weights("generator");
                    Weights half = Weights.open(DECODER)) {
                String norm = "conv_norm_out.weight";
                assertThat(made.load(scope, "body.1." + norm, made.shape("body.1." + norm))
                                .toFloatArray())
                        .isEqualTo(full.get(norm).get("0:9").toFloatArray());
                String mid = half.names().stream()
                        .filter(n -> n.endsWith("decoder.mid_block.resnets.0.conv1.weight"))
                        .findFirst()
                        .orElseThrow();
                assertThat(made.load(scope, "body.2.resnets.0.conv1.weight", half.shape(mid))
                                .toFloatArray())
                        .isEqualTo(half.load(scope, mid, half.shape(mid)).toFloatArray());
                for (String name : made.names()) {
                    if (name.startsWith("temporal.") && !name.contains("norm")) {
                        float largest = made.load(scope, name, made.shape(name))
                                .abs()
                                .max()
                                .getFloat();
                        assertThat(largest == 0).as(name).isEqualTo(name.contains("conv2"));
                    }
                }
            }
        }
    }

    @Test
    void thePlaceOfTheBlocksIsASetting() throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("temporal_placement", "per_stage");
        ModelRegistry.folders("adcvsr").with(new Config("settings", json)).tiny(folder.resolve("stage"), 1);
        ModelRegistry.folders("adcvsr").tiny(folder.resolve("layer"), 1);

        // Two stages down, the middle, two stages up; six ResNet blocks more and the transformers.
        assertThat(temporal("stage")).isEqualTo(4 * 5);
        assertThat(temporal("layer")).isGreaterThan(4 * 5);
        for (String made : List.of("stage", "layer")) {
            ModelOptions options = new ModelOptions(Optional.of(folder.resolve(made)), Device.cpu(), DType.F32);
            try (VsrModel model = ModelRegistry.open("adcvsr", 4, options);
                    NDManager scope = TorchEngine.newManager(Device.cpu())) {
                assertThat(model.restore(scope.ones(new Shape(3, 3, 16, 16)), Placement.ORIGIN)
                                .getShape())
                        .isEqualTo(new Shape(3, 3, 64, 64));
            }
        }
        json.addProperty("temporal_placements", "per_stage");
        assertThatThrownBy(() -> ModelRegistry.folders("adcvsr")
                        .with(new Config("settings", json))
                        .tiny(folder.resolve("no"), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'temporal_placements'")
                .hasMessageContaining("none of pixel_unshuffle");
    }

    private long temporal(String made) throws IOException {
        try (Weights weights =
                WeightsFolder.open(folder.resolve(made), "adcvsr").weights("generator")) {
            return weights.names().stream()
                    .filter(name -> name.startsWith("temporal."))
                    .count();
        }
    }

    @Test
    void refusesOtherFiles() {
        assertThatThrownBy(() -> AdcVsrFolders.fromAdcSr(DECODER, NET, tiny(), folder.resolve("a"), 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not AdcSR's net_params_200.pkl");
        assertThatThrownBy(
                        () -> AdcVsrFolders.fromAdcSr(NET, DECODER, AdcVsrConfig.published(), folder.resolve("a"), 0))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected (240, 12, 3, 3)");
        assertThat(folder).isEmptyDirectory();
    }
}
