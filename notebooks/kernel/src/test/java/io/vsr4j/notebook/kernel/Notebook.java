package io.vsr4j.notebook.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A notebook file, and the source of its code cells in their order. */
record Notebook(Path file, List<JsonObject> codeCells) {
    static List<Notebook> all(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".ipynb"))
                    .sorted()
                    .map(Notebook::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Notebook read(Path file) {
        try {
            List<JsonObject> code = new ArrayList<>();
            JsonObject notebook = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (JsonElement cell : notebook.getAsJsonArray("cells")) {
                if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
                    code.add(cell.getAsJsonObject());
                }
            }
            return new Notebook(file, code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> sources() {
        return codeCells.stream().map(cell -> source(cell.get("source"))).toList();
    }

    /** The format allows text and a list of lines. */
    private static String source(JsonElement source) {
        if (source instanceof JsonArray lines) {
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(line.getAsString()));
            return text.toString();
        }
        return source.getAsString();
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
