package io.vsr4j.upscale;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Measures of shots by first frame, in a file that is replaced whole whenever one is added. */
final class KeptShots extends AbstractMap<Integer, List<Float>> {
    private static final Gson JSON = new Gson();

    private final Path file;
    private final Map<Integer, List<Float>> shots = new TreeMap<>();

    private KeptShots(Path file) {
        this.file = file;
    }

    /** {@return what the file holds} A file that cannot be understood holds nothing: measuring again gives the same. */
    static KeptShots open(Path file) throws IOException {
        KeptShots kept = new KeptShots(file);
        if (Files.exists(file)) {
            try {
                Map<Integer, List<Float>> read =
                        JSON.fromJson(Files.readString(file), new TypeToken<Map<Integer, List<Float>>>() {}.getType());
                if (read != null && read.values().stream().allMatch(KeptShots::isMeasure)) {
                    kept.shots.putAll(read);
                }
            } catch (JsonParseException | MalformedInputException e) {
                // Nothing was put yet.
            }
        }
        return kept;
    }

    private static boolean isMeasure(List<Float> numbers) {
        return numbers != null
                && !numbers.isEmpty()
                && numbers.stream().allMatch(number -> number != null && Float.isFinite(number));
    }

    @Override
    public List<Float> put(Integer shot, List<Float> measured) {
        List<Float> before = shots.put(shot, measured);
        try {
            Path part = file.resolveSibling("." + file.getFileName() + ".part");
            Files.writeString(part, JSON.toJson(shots));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return before;
    }

    @Override
    public Set<Entry<Integer, List<Float>>> entrySet() {
        return shots.entrySet();
    }
}
