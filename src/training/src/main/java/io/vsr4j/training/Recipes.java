package io.vsr4j.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The recipes on the class path, and their settings. */
public final class Recipes {
    /** The settings that every recipe has, and their values where a recipe's own file has no others. */
    private static final String COMMON = "common";

    private Recipes() {}

    /** {@return all, by name} */
    public static List<Recipe> all() {
        return ServiceLoader.load(Recipe.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Recipe::id))
                .toList();
    }

    /**
     * Finds a recipe.
     *
     * @param id its name
     * @return the recipe
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Recipe named(String id) {
        return all().stream()
                .filter(recipe -> recipe.id().equals(id))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = all().stream().map(Recipe::id).toList();
                    return new IllegalArgumentException(
                            "there is no recipe '" + id + "'; there are " + String.join(", ", names));
                });
    }

    /**
     * Reads a recipe's settings.
     *
     * @param recipe whose
     * @param replaced what the user sets instead
     * @return those that all recipes have, and its own
     * @throws IllegalArgumentException if there is no setting of a name that the user sets
     */
    public static Settings settings(Recipe recipe, Map<String, String> replaced) {
        Map<String, String> values = new TreeMap<>(read(COMMON));
        values.putAll(read(recipe.id()));
        return new Settings(recipe.id(), values, replaced);
    }

    private static Map<String, String> read(String id) {
        String name = "recipes/" + id + ".properties";
        try (InputStream in = Recipe.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name + " beside " + Recipe.class.getName());
            }
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, String> values = new TreeMap<>();
            properties.forEach((key, value) -> values.put((String) key, (String) value));
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }
}
