package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.VsrModelContract;
import io.vsr4j.tensor.DType;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.training.run.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What every model promises holds after training too, from the folder that the recipe leaves behind. */
class TrainedModelsTest {
    @TempDir
    static Path folder;

    abstract static class Trained extends VsrModelContract {
        private final String model;
        private final String recipe;
        private final Map<String, String> settings;

        Trained(String model, String recipe, Map<String, String> settings) {
            this.model = model;
            this.recipe = recipe;
            this.settings = settings;
        }

        @Override
        protected VsrModel open() {
            try {
                Path weights = folder.resolve("run-" + model).resolve("weights");
                if (!Files.exists(weights)) {
                    train(weights.getParent());
                }
                return ModelRegistry.open(model, 4, new ModelOptions(Optional.of(weights), Device.cpu(), DType.F32));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void train(Path root) throws IOException {
            Path start = folder.resolve(model);
            ModelRegistry.folders(model).tiny(start, 1);
            Map<String, String> replaced = new HashMap<>(Map.of(
                    "weights", start.toString(),
                    "data", TestPhotos.in(folder.resolve("data")).toString(),
                    "clip.frames", "5",
                    "clip.height", "64",
                    "clip.width", "64",
                    "steps", "2",
                    "accumulation", "1",
                    "learning-rate", "1e-3"));
            replaced.putAll(settings);
            Settings all = Recipes.settings(Recipes.named(recipe), replaced);
            try (Task<?> task = Recipes.named(recipe).open(all, Device.cpu())) {
                assertThat(new Trainer<>(task, all, root, TrainingListener.NONE).run(false))
                        .isTrue();
            }
        }
    }

    @Nested
    class AdcVsr extends Trained {
        AdcVsr() {
            super("adcvsr", "adcvsr-stage1", Map.of("vae", "tiny", "dists.vgg16", "tiny", "target", "high"));
        }
    }

    @Nested
    class UltraVsr extends Trained {
        UltraVsr() {
            super("ultravsr", "ultravsr", Map.of("loss.lpips", "0", "critic.widths", "4, 4"));
        }
    }

    @Nested
    class Oasis extends Trained {
        Oasis() {
            super("oasis", "oasis-stage1", Map.of("weight.lpips", "0", "motion", "dis", "span", "2"));
        }
    }

    @Nested
    class LiteVsr extends Trained {
        LiteVsr() {
            super(
                    "litevsr",
                    "litevsr",
                    Map.of("latents", folder.resolve("latents").toString(), "clips", "2"));
        }
    }

    @Nested
    class Compact extends Trained {
        Compact() {
            super("compact", "compact-stage1", Map.of("batch", "2", "data.reduce", "1"));
        }
    }
}
