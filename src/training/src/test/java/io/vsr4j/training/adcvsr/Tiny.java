package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import io.vsr4j.models.adcvsr.AdcVsrProvider;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The recipes at sizes that a test has time for. */
final class Tiny {
    static final Recipe STAGE1 = new AdcVsrRecipe.Stage1();
    static final Recipe STAGE2 = new AdcVsrRecipe.Stage2();

    private Tiny() {}

    /** {@return a folder of a tiny network whose every tensor is random} */
    static Path weights(Path folder) throws IOException {
        Path weights = folder.resolve("start");
        new AdcVsrProvider().folders().orElseThrow().tiny(weights, 3);
        return weights;
    }

    static Settings settings(Recipe recipe, Path weights, String... pairs) {
        Map<String, String> replaced = new HashMap<>(Map.of(
                "weights", weights.toString(),
                "vae", "tiny",
                "dists.vgg16", "tiny",
                "accumulation", "1",
                "learning-rate", "2e-3",
                "log-every", "1",
                "divergence", "0"));
        if (recipe == STAGE2) {
            replaced.putAll(Map.of(
                    "critic.pixel-backbone", "tiny",
                    "critic.width", "16",
                    "critic.detail", "12",
                    "critic.consistency", "4",
                    "critic-learning-rate", "1e-3"));
        }
        for (int i = 0; i < pairs.length; i += 2) {
            replaced.put(pairs[i], pairs[i + 1]);
        }
        return Recipes.settings(recipe, replaced);
    }

    static AdcVsrTask task(Settings settings, ClipSource clips) throws IOException {
        return AdcVsrRecipe.task(settings, clips, Device.cpu());
    }
}
