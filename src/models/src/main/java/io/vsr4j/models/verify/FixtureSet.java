package io.vsr4j.models.verify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of numbers that reference implementations gave: {@code manifest.json} lists every file with its hash, what
 * made it, from which configuration, and how far another implementation may be off.
 *
 * @param folder where it lies
 * @param files in the manifest's order
 */
public record FixtureSet(Path folder, List<FixtureFile> files) {
    /**
     * Reads the manifest.
     *
     * @param folder holds {@code manifest.json}
     * @return the set
     * @throws CheckpointException if there is no usable manifest
     * @throws IOException if it cannot be read
     */
    public static FixtureSet open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(folder + " is no folder; expected one of reference fixtures");
        }
        Path manifest = folder.resolve("manifest.json");
        if (!Files.isRegularFile(manifest)) {
            throw new CheckpointException(folder + " has no manifest.json; a folder of reference fixtures has one");
        }
        JsonElement list = Config.read(manifest).json().get("files");
        if (list == null || !list.isJsonArray() || list.getAsJsonArray().isEmpty()) {
            throw new CheckpointException(manifest + ": 'files' must be a list of at least one file");
        }
        Set<String> names = new HashSet<>();
        List<FixtureFile> files = new ArrayList<>();
        for (JsonElement element : list.getAsJsonArray()) {
            if (!element.isJsonObject()) {
                throw new CheckpointException(manifest + ": every entry of 'files' must be an object");
            }
            JsonObject entry = element.getAsJsonObject();
            String name = new Config(manifest + " files", entry).text("file", "");
            inside(folder, name);
            if (!names.add(name)) {
                throw new CheckpointException(manifest + ": 'files' has '" + name + "' twice");
            }
            files.add(new FixtureFile(folder, name, entry));
        }
        return new FixtureSet(folder, List.copyOf(files));
    }

    /** {@return the names of files that are checked along with another one, which uses them} */
    public Set<String> companions() {
        Set<String> names = new HashSet<>();
        for (FixtureFile file : files) {
            file.text("weights").ifPresent(names::add);
            file.text("twin").ifPresent(names::add);
        }
        // A file of cases has to be checked itself, whoever names it.
        files.stream()
                .filter(file -> file.kind().equals("io"))
                .map(FixtureFile::name)
                .forEach(names::remove);
        return names;
    }

    /**
     * Finds what the manifest has forgotten.
     *
     * @return the names of files of tensors that lie in the folder and are not in the manifest
     * @throws IOException if the folder cannot be read
     */
    public List<String> unlisted() throws IOException {
        Set<String> listed = files.stream().map(FixtureFile::name).collect(Collectors.toSet());
        try (Stream<Path> all = Files.walk(folder, 4)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .filter(name -> name.matches(".+\\.(safetensors|pkl|pt|pth|ckpt)") && !listed.contains(name))
                    .sorted()
                    .toList();
        }
    }

    static Path inside(Path folder, String name) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path path = root.resolve(name).normalize();
            if (!name.isBlank() && path.startsWith(root) && !path.equals(root)) {
                return folder.resolve(name);
            }
        } catch (InvalidPathException e) {
            // No file can be called that.
        }
        throw new CheckpointException(folder + "/manifest.json: '" + name + "' is not the name of a file in there");
    }
}
