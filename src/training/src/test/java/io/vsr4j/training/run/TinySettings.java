package io.vsr4j.training.run;

import io.vsr4j.training.Recipe;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import java.util.HashMap;
import java.util.Map;

/** Settings for {@link TinyTask}: those that all recipes have, and whatever a test adds. */
final class TinySettings {
    private TinySettings() {}

    static Settings of(String... pairs) {
        Map<String, String> values =
                new HashMap<>(Recipes.settings(new Common(), Map.of()).values());
        values.putAll(Map.of("learning-rate", "0.01", "steps", "20"));
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new Settings("tiny", values, Map.of());
    }

    private static final class Common implements Recipe {
        @Override
        public String id() {
            return "common";
        }

        @Override
        public Task<?> open(Settings settings, ai.djl.Device device) {
            return new TinyTask(false);
        }
    }
}
