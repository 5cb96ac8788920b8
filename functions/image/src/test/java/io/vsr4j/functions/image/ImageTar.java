package io.vsr4j.functions.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image as an archive, laid out on disk as an engine would. */
final class ImageTar {
    private final JsonObject config;
    private final Path root;

    /** Unpacks layer by layer. */
    ImageTar(Path tar, Path folder) throws Exception {
        Path archive = Files.createDirectories(folder.resolve("archive"));
        root = Files.createDirectories(folder.resolve("root"));
        untar(tar, archive);
        JsonObject manifest =
                json(archive.resolve("manifest.json")).getAsJsonArray().get(0).getAsJsonObject();
        config = json(archive.resolve(manifest.get("Config").getAsString())).getAsJsonObject();
        for (String layer : texts(manifest.getAsJsonArray("Layers"))) {
            untar(archive.resolve(layer), root);
            Files.delete(archive.resolve(layer));
        }
        for (String mount : List.of("proc", "dev", "tmp")) {
            Files.createDirectories(root.resolve(mount));
        }
    }

    private static JsonElement json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    private static void untar(Path tar, Path into) throws Exception {
        Process process = new ProcessBuilder(
                        "tar", "--warning=no-unknown-keyword", "-xf", tar.toString(), "-C", into.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("cannot unpack " + tar);
        }
    }

    private static List<String> texts(JsonArray array) {
        List<String> all = new ArrayList<>();
        array.forEach(element -> all.add(element.getAsString()));
        return all;
    }

    /** {@return its file system} */
    Path root() {
        return root;
    }

    /** {@return what a container of it is run with} */
    JsonObject config() {
        return config.getAsJsonObject("config");
    }

    /** {@return the command} */
    List<String> entrypoint() {
        return texts(config().getAsJsonArray("Entrypoint"));
    }

    /** {@return its variables} */
    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String variable : texts(config().getAsJsonArray("Env"))) {
            String[] parts = variable.split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        return variables;
    }

    /** {@return when it was made, by itself} */
    String created() {
        return config.get("created").getAsString();
    }
}
