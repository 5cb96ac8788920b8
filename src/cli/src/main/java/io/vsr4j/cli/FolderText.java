package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is in a weights folder, for people and for programs. */
final class FolderText {
    private record Component(String name, int tensors, long parameters) {}

    private final WeightsFolder folder;
    private final List<Component> components = new ArrayList<>();
    private final List<WeightsPart> parts;

    /** Reads a folder: the names and shapes in it. */
    FolderText(Path path) throws IOException {
        folder = WeightsFolder.open(path);
        for (String component : folder.components()) {
            try (Weights weights = folder.weights(component)) {
                long parameters = weights.names().stream()
                        .mapToLong(name -> weights.shape(name).size())
                        .sum();
                components.add(new Component(component, weights.names().size(), parameters));
            }
        }
        // A base belongs to no model here.
        parts = ModelRegistry.cards().stream().anyMatch(card -> card.id().equals(folder.model()))
                ? ModelRegistry.weightsParts(folder.model())
                : List.of();
    }

    private boolean has(WeightsPart part) {
        return Files.exists(folder.root().resolve(part.name()));
    }

    /** Prints one line for the folder, one for each component, and one for each part that is not there; or one object. */
    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.text(json()));
        } else {
            out.println(folder.root() + ": weights of " + folder.model());
            components.forEach(c ->
                    out.printf(Locale.ROOT, "  %-16s %,15d parameters %5d tensors%n", c.name, c.parameters, c.tensors));
            parts.stream()
                    .filter(part -> !has(part))
                    .forEach(part -> out.println("  " + (part.required() ? "MISSING " : "left out ") + part.name()
                            + ": " + part.role() + "; " + part.origin()));
        }
        out.flush();
    }

    private JsonObject json() {
        JsonObject object = new JsonObject();
        object.addProperty("folder", folder.root().toString());
        object.addProperty("model", folder.model());
        JsonArray all = new JsonArray();
        for (Component component : components) {
            JsonObject one = new JsonObject();
            one.addProperty("name", component.name);
            one.addProperty("parameters", component.parameters);
            one.addProperty("tensors", component.tensors);
            all.add(one);
        }
        object.add("components", all);
        JsonArray needed = new JsonArray();
        for (WeightsPart part : parts) {
            JsonObject one = json(part);
            one.addProperty("present", has(part));
            needed.add(one);
        }
        object.add("parts", needed);
        return object;
    }

    static JsonObject json(WeightsPart part) {
        JsonObject one = new JsonObject();
        one.addProperty("name", part.name());
        one.addProperty("role", part.role());
        one.addProperty("origin", part.origin());
        one.addProperty("required", part.required());
        return one;
    }
}
