package io.vsr4j.quality.dover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.quality.Clip;
import io.vsr4j.quality.Fixture;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.WrongFiles;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole metric, with a tiny network. */
class DoverMetricTest {
    @TempDir
    Path folder;

    private Fixture tiny;
    private DoverMetric metric;

    @BeforeEach
    void weights() throws IOException {
        tiny = Fixture.of("dover_a");
        metric = new DoverMetric("dover", "DOVER", "DOVER.", tiny.config());
        Files.copy(tiny.weights(), folder.resolve("DOVER.safetensors"));
    }

    @Test
    void seedDecidesWhereItLooks() throws IOException {
        Clip clip = Clip.noise(300, 260, 70);
        Score score = clip.measure(metric, folder, 7);
        assertThat(clip.measure(metric, folder, 8).parts().get("technical-raw"))
                .isNotEqualTo(score.parts().get("technical-raw"));
        assertThat(score.frames()).isEmpty();
        assertThat(score.parts()).containsOnlyKeys("technical", "aesthetic", "technical-raw", "aesthetic-raw");
        DoverScores fused =
                DoverScores.of(score.parts().get("technical-raw"), score.parts().get("aesthetic-raw"));
        assertThat(score.value()).isEqualTo(fused.overall()).isBetween(0.0, 1.0);
    }

    /** What it finds is what the network says of the clips that follow from the plan, all at once. */
    @Test
    void judgesTheClipsOfItsPlan() throws IOException {
        Clip clip = Clip.noise(250, 231, 67);
        Score score = clip.measure(metric, folder, 3);
        DoverPlan plan = DoverPlan.draw(67, 250, 231, 3);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                DoverNetwork network = PublishedWeights.load(
                        new DoverNetwork(tiny.config()), tiny.weights(), DoverNetwork.NAMES, Device.cpu(), DType.F32)) {
            NDArray technical = null;
            for (int k = 0; k < 3; k++) {
                NDArray part = frames(scope, clip, Arrays.copyOfRange(plan.technical(), 32 * k, 32 * k + 32));
                NDArray view = Fragments.PUBLISHED.view(part, plan.down()[k], plan.right()[k]);
                NDArray one = view.transpose(1, 0, 2, 3).expandDims(0);
                technical = technical == null ? one : technical.concat(one, 0);
            }
            NDArray aesthetic = Views.resized(frames(scope, clip, plan.aesthetic()), 224, 224, false)
                    .transpose(1, 0, 2, 3)
                    .expandDims(0);
            assertThat(score.parts().get("technical-raw")).isEqualTo(raw(network.technical(), technical), within(1e-5));
            assertThat(score.parts().get("aesthetic-raw")).isEqualTo(raw(network.aesthetic(), aesthetic), within(1e-5));
        }
    }

    private static double raw(DoverBranch branch, NDArray clips) {
        return branch.map(branch.feature(Views.normalised(clips))).mean().getFloat();
    }

    private static NDArray frames(NDManager scope, Clip clip, int[] indices) {
        return Arrays.stream(indices)
                .mapToObj(index -> Views.pixels(clip.frame(scope, index)))
                .reduce((a, b) -> a.concat(b, 0))
                .orElseThrow();
    }

    @Test
    void looksOnlyAtTheFramesOfItsPlan() throws IOException {
        Clip clip = Clip.noise(64, 48, 1000);
        DoverPlan plan = DoverPlan.draw(1000, 64, 48, 5);
        BitSet chosen = new BitSet();
        Arrays.stream(plan.technical()).forEach(chosen::set);
        Arrays.stream(plan.aesthetic()).forEach(chosen::set);
        assertThat(chosen.cardinality()).isBetween(96, 128);
        try (Meter meter = metric.open(clip.setting(folder, 5))) {
            clip.show(meter, 1000, chosen::get);
            assertThat(meter.finish().value()).isBetween(0.0, 1.0);
            assertThat(meter.remarks()).singleElement().asString().contains("DOVER.safetensors", "1000", "seed 5");
        }
    }

    @Test
    void aSingleSmallFrameHasAScore() throws IOException {
        assertThat(Clip.noise(32, 33, 1).measure(metric, folder, 1).value()).isBetween(0.0, 1.0);
    }

    @Test
    void refusesFramesSmallerThanAFragment() {
        assertThatThrownBy(() -> metric.open(Clip.noise(64, 31, 9).setting(folder, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("32x32", "64x31");
    }

    @Test
    void refusesToJudgeAVideoThatEndsEarly() throws IOException {
        Clip clip = Clip.noise(64, 48, 40);
        try (Meter meter = metric.open(clip.setting(folder, 1))) {
            clip.show(meter, 20, index -> true);
            assertThatThrownBy(meter::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("40 frames");
        }
    }

    @Test
    void networksLeaveNothingBehind() throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                DoverNetwork network = PublishedWeights.load(
                        new DoverNetwork(tiny.config()), tiny.weights(), DoverNetwork.NAMES, Device.cpu(), DType.F32)) {
            NDArray x = scope.randomUniform(-1f, 1f, new Shape(1, 3, 5, 37, 34));
            int before = Scopes.count(scope);
            for (DoverBranch branch : List.of(network.technical(), network.aesthetic())) {
                try (NDArray feature = branch.feature(x);
                        NDArray map = branch.map(feature)) {
                    assertThat(Scopes.count(scope)).isEqualTo(before + 2);
                }
            }
        }
    }

    @Test
    void refusesWrongFiles() throws IOException {
        WrongFiles files = new WrongFiles(metric, folder, "DOVER.safetensors");
        files.damaged(tiny.weights());
        files.other(Fixture.of("dover_mobile_a").weights(), "technical_backbone.patch_embed.proj.weight");
        files.other(Fixture.of("dover_b").weights(), "(5, 3, 2, 4, 4)");
        files.missing("github.com/VQAssessment/DOVER");
    }
}
