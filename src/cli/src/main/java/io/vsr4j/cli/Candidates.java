package io.vsr4j.cli;

import io.vsr4j.degrade.Preset;
import io.vsr4j.media.Codec;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.convert.Conversion;
import io.vsr4j.training.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What completion offers for options whose values are names. Picocli makes one of these for each option. */
final class Candidates {
    private Candidates() {}

    private abstract static class Names extends ArrayList<String> {
        Names(Collection<String> names) {
            super(names);
        }
    }

    static final class Models extends Names {
        Models() {
            super(ModelRegistry.cards().stream().map(ModelCard::id).toList());
        }
    }

    static final class Recipes extends Names {
        Recipes() {
            super(io.vsr4j.training.Recipes.all().stream().map(Recipe::id).toList());
        }
    }

    static final class Formats extends Names {
        Formats() {
            super(Conversion.all().stream().map(Conversion::format).toList());
        }
    }

    static final class Presets extends Names {
        Presets() {
            super(Arrays.stream(Preset.values()).map(Preset::id).toList());
        }
    }

    static final class TemporalModes extends Names {
        TemporalModes() {
            super(List.of("consistent", "walk"));
        }
    }

    static final class Sizes extends Names {
        Sizes() {
            super(List.of("tiny"));
        }
    }

    static final class Types extends Names {
        Types() {
            super(List.of("auto", "f32", "f16", "bf16"));
        }
    }

    static final class Colours extends Names {
        Colours() {
            super(Arrays.stream(ColourMatch.values()).map(ColourMatch::id).toList());
        }
    }

    static final class Codecs extends Names {
        Codecs() {
            super(Arrays.stream(Codec.values())
                    .map(c -> c.name().toLowerCase(Locale.ROOT))
                    .toList());
        }
    }
}
