package io.vsr4j.cli;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.vsr4j.functions.DataFolder;
import io.vsr4j.functions.ServiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which service is meant, and who says so: the environment, if it has a bucket; else what was imported into the data folder,
 * with what the environment says beside; else the service that runs on the data folder.
 *
 * @param settings by name
 */
record InForce(SortedMap<String, Setting> settings) {
    private static final TypeToken<TreeMap<String, String>> TEXTS = new TypeToken<>() {};
    private static final String FILE = "config.json";

    /**
     * A value.
     *
     * @param value the text
     * @param source who says so
     */
    record Setting(String value, String source) {}

    /** {@return the file of a data folder that holds what was imported} */
    static Path file(Path data) {
        return data.resolve(FILE);
    }

    /**
     * Finds out.
     *
     * @param environment variables
     * @param data folder of the local service
     * @throws IllegalArgumentException if nobody says so
     * @throws IOException if who says so cannot be read
     */
    static InForce of(Map<String, String> environment, Path data) throws IOException {
        SortedMap<String, String> said =
                ServiceSettings.of(environment, Map.of()).values();
        InForce force = new InForce(new TreeMap<>());
        if (!said.containsKey("bucket")) {
            Path file = file(data);
            boolean imported = Files.exists(file);
            Map<String, String> found = imported ? read(file) : DataFolder.service(data);
            force.add(found, imported ? file.toString() : "the service that runs on " + data);
            if (!imported) {
                return force; // all of it is its own
            }
        }
        force.add(said, "the environment");
        return force;
    }

    private void add(Map<String, String> values, String source) {
        values.forEach((name, value) -> settings.put(name, new Setting(value, source)));
    }

    private static Map<String, String> read(Path file) throws IOException {
        try {
            Map<String, String> values = new Gson().fromJson(Files.readString(file), TEXTS);
            if (values != null && values.containsKey("bucket") && !values.containsValue(null)) {
                return values;
            }
        } catch (JsonParseException e) {
            // Said below.
        }
        throw new IOException(file + " does not say which service to use; 'vsr config import' writes it anew, and"
                + " without the file the local service is meant");
    }

    /** Keeps settings in a data folder, in place of those that were imported before. */
    static void keep(Path data, SortedMap<String, String> values) throws IOException {
        Files.createDirectories(data);
        Path part = data.resolve("." + FILE + ".part");
        Files.writeString(part, Json.text(Json.tree(values)) + "\n");
        Files.move(part, file(data), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** {@return the settings by themselves} */
    ServiceSettings toSettings() {
        SortedMap<String, String> values = new TreeMap<>();
        settings.forEach((name, setting) -> values.put(name, setting.value()));
        return new ServiceSettings(values);
    }
}
