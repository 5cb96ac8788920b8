package io.vsr4j.models.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UltraVsrModelTest extends VsrModelContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        ModelRegistry.folders("ultravsr").tiny(folder.resolve("tiny"), 1);
    }

    @Override
    protected VsrModel open() {
        return open("tiny", DType.F32);
    }

    private static VsrModel open(String name, DType dtype) {
        return ModelRegistry.open(
                "ultravsr", 4, new ModelOptions(Optional.of(folder.resolve(name)), Device.cpu(), dtype));
    }

    private NDArray clip() {
        return TinyUltraVsr.wave(manager, 3, 3, 16, 16);
    }

    @Test
    void adaptsAsManyWeightsAsReported() {
        long unet = count(LoraTargets.unet(
                new UNet2DConditionModel(UNetConfig.sd21()).parameters().shapes()));
        long encoder = count(LoraTargets.encoder(
                new AutoencoderKl(AutoencoderConfig.sd21()).parameters().shapes()));

        assertThat(unet).isEqualTo(4_055_712);
        assertThat(unet + encoder).isEqualTo(4_425_068); // reported: 4.4 million
    }

    private static long count(Map<String, Shape> factors) {
        return factors.values().stream().mapToLong(Shape::size).sum();
    }

    @Test
    void theShotsFactorDecides() {
        NDArray x = clip();
        float[] bad = model.restore(x, Placement.ORIGIN.withShot(List.of(0.4f))).toFloatArray();
        float[] good =
                model.restore(x, Placement.ORIGIN.withShot(List.of(0.9f))).toFloatArray();

        assertThat(good).isNotEqualTo(bad);
        assertThat(model.shotMeasure().orElseThrow().of(x).get(0)).isBetween(0f, 1f);
    }

    @Test
    void halfPrecisionIsClose() {
        Placement at = Placement.ORIGIN.withShot(List.of(0.9f));
        float[] exact = model.restore(clip(), at).toFloatArray();
        try (VsrModel half = open("tiny", DType.BF16)) {
            float[] rounded = half.restore(clip(), at).toFloatArray();
            double sum = 0;
            for (int i = 0; i < exact.length; i++) {
                sum += Math.abs(rounded[i] - exact[i]);
            }
            assertThat(sum / exact.length).isPositive().isLessThan(0.1);
        }
    }

    /** A tiny folder serves as the base of another: what is fresh there changes nothing. */
    @Test
    void aFreshFolderRestoresAsItsBaseDoes() throws IOException {
        Path base = folder.resolve("tiny");
        ModelRegistry.folders("ultravsr").fresh(base, folder.resolve("fresh"), 2);
        Path plain = folder.resolve("plain");
        copyWithout(folder.resolve("fresh"), plain, "unet_lora", "vae_lora");
        Placement at = Placement.ORIGIN.withShot(List.of(0.7f));
        try (VsrModel fresh = open("fresh", DType.F32);
                VsrModel without = open("plain", DType.F32)) {
            float[] restored = fresh.restore(clip(), at).toFloatArray();
            assertThat(restored).containsExactly(without.restore(clip(), at).toFloatArray());
            assertThat(restored)
                    .as("what the tiny folder has learned at random")
                    .isNotEqualTo(model.restore(clip(), at).toFloatArray());
            assertThat(fresh.fingerprint()).isNotEqualTo(without.fingerprint()).isNotEqualTo(model.fingerprint());
            assertThat(fresh.shotMeasure().orElseThrow().of(clip()))
                    .isEqualTo(model.shotMeasure().orElseThrow().of(clip()));
        }
    }

    @Test
    void withoutClipIqaTheFolderNamesTheFactor() throws IOException {
        copyWithout(folder.resolve("tiny"), folder.resolve("constant"), "clip_iqa", "clip_iqa_text");
        try (VsrModel constant = open("constant", DType.F32)) {
            assertThat(constant.shotMeasure().orElseThrow().of(clip())).containsExactly(0.5f);
        }
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> ModelRegistry.open("ultravsr", 4, ModelOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("--weights");
        copyWithout(folder.resolve("tiny"), folder.resolve("incomplete"), "vae");
        assertThatThrownBy(() -> open("incomplete", DType.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'vae'");
        assertThatThrownBy(() ->
                        ModelRegistry.folders("ultravsr").fresh(folder.resolve("nowhere"), folder.resolve("out"), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Stable Diffusion 2.1");
    }

    private static void copyWithout(Path from, Path to, String... components) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path relative = from.relativize(file);
                if (Stream.of(components).noneMatch(c -> relative.startsWith(c))) {
                    Path copy = to.resolve(relative.toString());
                    Files.createDirectories(copy.getParent());
                    if (Files.isRegularFile(file)) {
                        Files.copy(file, copy);
                    }
                }
            }
        }
    }
}
