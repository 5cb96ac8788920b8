package io.vsr4j.training.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a training has come: what a checkpoint holds besides tensors.
 *
 * @param version of this description
 * @param steps that have been made
 * @param seconds that they took
 * @param recipe whose settings they are
 * @param settings by name
 * @param watch what is remembered of each loss
 * @param surroundings what else decides the last digits; null where nobody has noted it
 */
record Progress(
        int version,
        long steps,
        double seconds,
        String recipe,
        Map<String, String> settings,
        Map<String, double[]> watch,
        Surroundings surroundings) {
    static final int VERSION = 1;

    private static final int MAX_BYTES = 16 << 20;

    /** Settings that change no number of the result. */
    private static final Set<String> FREE = Set.of(
            "data-threads", "data-ahead", "checkpoint-every", "keep", "log-every", "validate-every", "divergence");

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    void write(Path file) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(JSON.toJson(this) + "\n");
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /**
     * Reads one.
     *
     * @throws CheckpointException if the file is none
     */
    static Progress read(Path file) throws IOException {
        try {
            Progress progress = JSON.fromJson(JsonFile.object(file, MAX_BYTES), Progress.class);
            if (progress.version != VERSION) {
                throw new CheckpointException(
                        file + " is of version " + progress.version + "; this program reads version " + VERSION);
            }
            if (progress.steps < 0
                    || !(progress.seconds >= 0)
                    || progress.recipe == null
                    || progress.settings == null
                    || progress.watch == null
                    || progress.settings.containsValue(null)
                    || progress.watch.values().stream().anyMatch(numbers -> numbers == null || numbers.length == 0)) {
                throw new CheckpointException(file + " does not describe a training; is it damaged?");
            }
            return progress;
        } catch (JsonParseException e) {
            throw new CheckpointException(file + " does not describe a training; is it damaged?", e);
        }
    }

    /**
     * Refuses to go on with settings that would have led elsewhere.
     *
     * @param other recipe and settings that are wanted now
     */
    void requireSame(String otherRecipe, Map<String, String> other) {
        if (!recipe.equals(otherRecipe)) {
            throw new IllegalArgumentException("the training to resume is of recipe " + recipe + ", not of "
                    + otherRecipe + "; choose another folder");
        }
        Set<String> names = new TreeSet<>(settings.keySet());
        names.addAll(other.keySet());
        names.removeAll(FREE);
        if (endIsAhead(settings) && endIsAhead(other)) {
            names.removeIf(name -> name.equals("steps") || of("fall", name));
        }
        Map<String, String> differing = new TreeMap<>();
        for (String name : names) {
            String before = settings.get(name);
            String now = other.get(name);
            if (before == null || now == null || !before.strip().equals(now.strip())) {
                differing.put(name, name + " was " + shown(before) + ", is " + shown(now));
            }
        }
        if (!differing.isEmpty()) {
            throw new IllegalArgumentException("the training to resume had other settings: "
                    + String.join("; ", differing.values()) + "; resume with the same, or choose another folder");
        }
    }

    private static String shown(String value) {
        return value == null ? "not there" : value.isBlank() ? "empty" : value;
    }

    /** Whether no rate up to now depends on how long the training is. */
    private boolean endIsAhead(Map<String, String> all) {
        double last = number(all.get("steps"));
        for (Map.Entry<String, String> setting : all.entrySet()) {
            if (of("schedule", setting.getKey()) && setting.getValue().strip().equals("cosine")) {
                return false;
            }
            double fall = of("fall", setting.getKey()) ? number(setting.getValue()) : 0;
            if (fall > 0 && last - Math.round(fall * last) < steps) {
                return false;
            }
        }
        return true;
    }

    /** Whether a setting is the one of all groups, or of one group. */
    private static boolean of(String setting, String name) {
        return name.equals(setting) || name.endsWith("-" + setting);
    }

    private static double number(String value) {
        return value == null ? 0 : Double.parseDouble(value.strip());
    }
}
