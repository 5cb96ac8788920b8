package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is in a weights folder, for people and for programs. */
final class FolderText {
    private record Part(String name, int tensors, long parameters) {}

    private final WeightsFolder folder;
    private final List<Part> parts = new ArrayList<>();

    /** Reads a folder: the names and shapes in it. */
    FolderText(Path path) throws IOException {
        folder = WeightsFolder.open(path);
        for (String component : folder.components()) {
            try (Weights weights = folder.weights(component)) {
                long parameters = weights.names().stream()
                        .mapToLong(name -> weights.shape(name).size())
                        .sum();
                parts.add(new Part(component, weights.names().size(), parameters));
            }
        }
    }

    /** Prints one line for the folder and one for each of its parts, or one object. */
    void print(PrintWriter out, boolean json) {
        if (json) {
            out.println(Json.text(json()));
        } else {
            out.println(folder.root() + ": weights of " + folder.model());
            parts.forEach(p ->
                    out.printf(Locale.ROOT, "  %-16s %,15d parameters %5d tensors%n", p.name, p.parameters, p.tensors));
        }
        out.flush();
    }

    private JsonObject json() {
        JsonObject object = new JsonObject();
        object.addProperty("folder", folder.root().toString());
        object.addProperty("model", folder.model());
        JsonArray components = new JsonArray();
        for (Part part : parts) {
            JsonObject one = new JsonObject();
            one.addProperty("name", part.name);
            one.addProperty("parameters", part.parameters);
            one.addProperty("tensors", part.tensors);
            components.add(one);
        }
        object.add("components", components);
        return object;
    }
}
