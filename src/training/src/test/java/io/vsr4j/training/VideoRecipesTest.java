package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of the video transformers as users run them: from a file of settings, a weights folder and some photos. */
class VideoRecipesTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws IOException {
        TestPhotos.in(folder.resolve("data"));
        for (String model : new String[] {"litevsr", "oasis"}) {
            ModelRegistry.folders(model).tiny(folder.resolve(model), 1);
        }
    }

    private static Settings settings(String recipe, String... pairs) {
        Map<String, String> replaced = new HashMap<>(Map.of(
                "weights", folder.resolve(recipe.replaceAll("-.*", "")).toString(),
                "data", folder.resolve("data").toString(),
                "clip.frames", "5",
                "clip.height", "64",
                "clip.width", "64",
                "steps", "2",
                "accumulation", "1"));
        if (recipe.equals("litevsr")) {
            replaced.putAll(Map.of("latents", folder.resolve("latents").toString(), "clips", "2"));
        } else {
            replaced.putAll(Map.of("weight.lpips", "0", "motion", "dis", "span", "2"));
        }
        for (int i = 0; i < pairs.length; i += 2) {
            replaced.put(pairs[i], pairs[i + 1]);
        }
        return Recipes.settings(Recipes.named(recipe), replaced);
    }

    private static Path trained(String recipe, Settings settings) throws IOException {
        Path root = folder.resolve("run-" + recipe);
        try (Task<?> task = Recipes.named(recipe).open(settings, Device.cpu())) {
            assertThat(new Trainer<>(task, settings, root, TrainingListener.NONE).run(false))
                    .isTrue();
        }
        return root.resolve("weights");
    }

    private static void opens(String model, Path weights) {
        ModelRegistry.open(model, 4, new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32))
                .close();
    }

    @Test
    void liteVsrTrains() throws IOException {
        opens("litevsr", trained("litevsr", settings("litevsr")));
        try (var files = Files.walk(folder.resolve("latents"))) {
            List<Path> kept = files.filter(Files::isRegularFile).toList();
            assertThat(kept).hasSize(2).allMatch(file -> file.toString().endsWith(".safetensors"));
        }
    }

    @Test
    void oasisTrainsInTwoStages() throws IOException {
        Path first = trained("oasis-stage1", settings("oasis-stage1"));
        Path checkpoint = first.resolveSibling("checkpoints/step-000000002");
        Path second = trained("oasis-stage2", settings("oasis-stage2", "weights", checkpoint.toString()));
        opens("oasis", second);
        assertThat(second.resolve("training")).doesNotExist();
        assertThat(Files.readString(second.resolve("routing.json")))
                .isEqualTo(Files.readString(folder.resolve("oasis/routing.json")));
    }

    /** As the papers have them. */
    @ParameterizedTest
    @CsvSource({
        "litevsr, steps, 6250",
        "litevsr, accumulation, 8",
        "litevsr, clip.frames, 37",
        "litevsr, unroll.most, 3",
        "litevsr, weight-decay, 0.01",
        "oasis-stage1, steps, 25000",
        "oasis-stage1, learning-rate, 1e-4",
        "oasis-stage1, weight.warp, 0.1",
        "oasis-stage1, degrade.walk, 0",
        "oasis-stage2, degrade.walk, 1",
        "oasis-stage2, clip.frames, 17"
    })
    void numbersOfThePapers(String recipe, String name, String value) {
        assertThat(Recipes.settings(Recipes.named(recipe), Map.of()).text(name)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "litevsr | weights | | must name the folder to begin with",
                "litevsr | latents | | must name a folder for the latents",
                "litevsr | latents | pom.xml | must name a folder, got the file pom.xml",
                "litevsr | batch | 2 | set accumulation",
                "litevsr | clip.frames | 6 | 1, 5, 9",
                "litevsr | clip.height | 48 | multiples of 8",
                "litevsr | clip.scale | 2 | scale",
                "litevsr | unroll.most | -1 | from 0",
                "litevsr | time-weight | square | one of",
                "oasis-stage1 | weights | | must name the folder to begin with",
                "oasis-stage1 | batch | 2 | set accumulation",
                "oasis-stage1 | clip.frames | 4 | 1, 5, 9",
                "oasis-stage1 | span | 1 | from 2",
                "oasis-stage2 | motion | raft | setting raft of recipe oasis-stage2 must name a file",
                "oasis-stage2 | weight.lpips | 1 | setting lpips of recipe oasis-stage2 must name a file",
                "oasis-stage2 | weight.warp | nan | a number",
            })
    void refusesWhatMakesNoSense(String recipe, String name, String value, String rule) {
        Settings settings = settings(recipe, name, value == null ? "" : value);
        assertThatThrownBy(
                        () -> Recipes.named(recipe).open(settings, Device.cpu()).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule);
    }

    /** Neither data nor weights are there: settings are looked at first. */
    @ParameterizedTest
    @CsvSource({
        "ultravsr, clip.width, 96, a multiple of 64",
        "ultravsr, clip.scale, 2, 4",
        "adcvsr-stage2, clip.frames, 2, at least 3",
        "compact-stage2, clip.frames, 2, at least 3"
    })
    void clipsThatDoNotFitAreRefusedBeforeAnythingIsOpened(String recipe, String name, String value, String rule) {
        Settings settings = Recipes.settings(Recipes.named(recipe), Map.of("data", "nowhere", name, value));
        assertThatThrownBy(() -> Recipes.named(recipe).open(settings, Device.cpu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setting " + name + " of recipe " + recipe + " must be " + rule)
                .hasMessageEndingWith(", got '" + value + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"litevsr", "oasis-stage1"})
    void refusesWeightsOfAnotherModel(String recipe) {
        String other = recipe.equals("litevsr") ? "oasis" : "litevsr";
        Settings settings = settings(recipe, "weights", folder.resolve(other).toString());
        assertThatThrownBy(
                        () -> Recipes.named(recipe).open(settings, Device.cpu()).close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("of '" + other + "'");
    }
}
