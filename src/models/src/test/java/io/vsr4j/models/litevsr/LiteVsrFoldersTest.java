package io.vsr4j.models.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.sampler.FlowRun;
import io.vsr4j.models.sampler.FlowSchedule;
import io.vsr4j.models.sampler.UniPc;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteVsrFoldersTest {
    private final LiteVsrFolders folders = new LiteVsrFolders();

    @TempDir
    Path folder;

    private Path tiny(String name, long seed) throws IOException {
        Path out = folder.resolve(name);
        folders.tiny(out, seed);
        return out;
    }

    private static String fingerprint(Path root) throws IOException {
        return LiteVsrNetworks.fingerprint(WeightsFolder.open(root, LiteVsrNetworks.ID));
    }

    @Test
    void equalSeedsGiveEqualFolders() throws IOException {
        String one = fingerprint(tiny("a", 1));

        assertThat(fingerprint(tiny("b", 1))).isEqualTo(one);
        assertThat(fingerprint(tiny("c", 2))).isNotEqualTo(one);
    }

    @Test
    void theFingerprintFollowsThePrompt() throws IOException {
        Path root = tiny("a", 1);
        String before = fingerprint(root);
        Path other = tiny("b", 2);
        Files.copy(
                other.resolve(LiteVsrNetworks.PROMPT),
                root.resolve(LiteVsrNetworks.PROMPT),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(fingerprint(root)).isNotEqualTo(before);
    }

    /** A tiny folder serves as the base, which has the same components. */
    @Test
    void aFreshOneSamplesAsItsBaseDoes() throws IOException {
        Path base = tiny("base", 1);
        folders.fresh(base, folder.resolve("fresh"), 7);
        try (LiteVsrNetworks networks = LiteVsrNetworks.load(folder.resolve("fresh"), Device.cpu(), DType.F32, false);
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off();
                FlowRun run = new UniPc(FlowSchedule.wan(5, 5)).start(scope)) {
            LiteVsrModules modules = networks.guided().modules();
            assertThat(modules.config()).isEqualTo(LiteVsrConfig.PUBLISHED);
            WanTransformer transformer = networks.guided().base();
            for (String stream : new String[] {"phi_s", "phi_r"}) {
                for (String part : new String[] {".weight", ".bias"}) {
                    assertThat(modules.parameters()
                                    .child("adapter")
                                    .get(stream + part)
                                    .toFloatArray())
                            .isEqualTo(transformer
                                    .parameters()
                                    .get("patch_embedding" + part)
                                    .toFloatArray());
                }
            }
            Shape shape = new Shape(1, 3, 2, 4, 6);
            NDArray lowQuality = LiteVsrTiny.random(scope, 1, shape);
            NDArray x = LiteVsrTiny.random(scope, 2, shape);
            NDArray sampled = new LiteVsrSampler(5, 5).sample(networks.guided(), lowQuality, x, networks.text());
            while (!run.done()) {
                NDArray t = scope.create(new float[] {run.timestep()});
                x = run.step(transformer.forward(x, t, networks.text()), x);
            }

            assertThat(LiteVsrTiny.difference(sampled, x)).isLessThan(1e-5f);
        }
    }

    @Test
    void refusesABaseOfAnotherKind() throws IOException {
        Path base = tiny("base", 1);
        Path config = base.resolve("vae/config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("\"z_dim\": 3", "\"z_dim\": 2")
                        .replace("-0.5,\n    0", "-0.5")
                        .replace("2,\n    0.5", "2"));

        assertThatThrownBy(() -> folders.fresh(base, folder.resolve("out"), 1))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("z_dim");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
