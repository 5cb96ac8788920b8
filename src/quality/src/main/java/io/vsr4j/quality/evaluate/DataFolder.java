package io.vsr4j.quality.evaluate;

import io.vsr4j.media.PictureFolder;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the clips of data sets as the field lays them out:
 *
 * <pre>
 * SET/GT/CLIP.mkv   SET/LQ/CLIP.mkv       videos, or a folder of pictures for each clip
 * SET/CLIP/GT/*.png SET/CLIP/LQ/*.png     both sides of a clip together
 * SET/CLIP.mp4      SET/CLIP/*.png        references alone; of VideoLQ, inputs alone
 * DATA/SET/...                            several sets
 * </pre>
 *
 * The sides may bear any of the names that the published sets give them, in any case. Both sides of a clip have the same
 * name, extensions apart.
 */
public final class DataFolder {
    private static final List<String> REFERENCES =
            List.of("gt", "hr", "hq", "truth", "sharp", "target", "gttest", "gtvideo");
    private static final List<String> INPUTS = List.of(
            "lq", "lr", "input", "input4", "blur4", "bdx4", "bix4", "lrx4", "lqtest", "sharpbicubic", "lqvideo");
    private static final int DEEPEST = 3;

    private final Predicate<Path> video;

    /** @param video which files are videos, by their names */
    public DataFolder(Predicate<Path> video) {
        this.video = video;
    }

    /**
     * Finds sets.
     *
     * @param folder one set, or a folder of sets
     * @return the sets in order of their names, each with a clip at least
     * @throws InvalidRequestException if there is none
     * @throws IOException if a folder cannot be read
     */
    public List<DataSet> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidRequestException(folder + ": there is no such folder; name one with clips in GT/ and LQ/");
        }
        List<DataSet> sets = new ArrayList<>();
        for (Path set : isSet(folder) ? List.of(folder) : folders(folder)) {
            List<DataClip> clips = clips(set);
            if (!clips.isEmpty()) {
                sets.add(new DataSet(name(set), set, clips));
            }
        }
        if (sets.isEmpty()) {
            throw new InvalidRequestException(
                    folder + ": holds no clips: no video and no folder of pictures (PNG, JPEG,"
                            + " TIFF), neither itself nor in GT/ or LQ/ nor in the folders of sets; is it the right --data?");
        }
        return sets;
    }

    /** A folder is one set unless its folders have sides of their own, or names of sets. */
    private boolean isSet(Path folder) throws IOException {
        if (hasSides(folder)) {
            return true;
        }
        for (Path child : folders(folder)) {
            if (hasSides(child) && !areClips(child) || KnownSet.of(name(child)).isPresent() && !isClip(child)) {
                return false;
            }
        }
        return true;
    }

    private List<DataClip> clips(Path set) throws IOException {
        if (hasSides(set)) {
            return areClips(set) ? List.of(together(set)) : pairs(set);
        }
        List<DataClip> clips = new ArrayList<>();
        for (Path child : folders(set)) {
            if (hasSides(child) && areClips(child)) {
                clips.add(together(child));
            }
        }
        return clips.isEmpty() ? alone(set) : clips;
    }

    /** {@return a clip of which both sides lie in one folder} */
    private DataClip together(Path clip) throws IOException {
        return new DataClip(name(clip), side(clip, REFERENCES), side(clip, INPUTS), "");
    }

    private List<DataClip> alone(Path set) throws IOException {
        boolean inputs = KnownSet.of(name(set)).equals(Optional.of(KnownSet.VIDEOLQ));
        Map<String, List<Path>> clips = named(Optional.of(set));
        return clips.keySet().stream()
                .map(name -> inputs
                        ? clip(name, Optional.empty(), Optional.of(clips))
                        : clip(name, Optional.of(clips), Optional.empty()))
                .toList();
    }

    private List<DataClip> pairs(Path set) throws IOException {
        Optional<Path> references = side(set, REFERENCES);
        Optional<Path> inputs = side(set, INPUTS);
        Map<String, List<Path>> left = named(references);
        Map<String, List<Path>> right = named(inputs);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        return names.stream()
                .map(name -> clip(name, references.map(r -> left), inputs.map(i -> right)))
                .toList();
    }

    private static DataClip clip(
            String name, Optional<Map<String, List<Path>>> references, Optional<Map<String, List<Path>>> inputs) {
        for (Optional<Map<String, List<Path>>> side : List.of(references, inputs)) {
            if (side.isEmpty()) {
                continue;
            }
            List<Path> found = side.get().getOrDefault(name, List.of());
            if (found.isEmpty()) {
                return DataClip.unusable(
                        name,
                        (side == references ? "has an input and no reference" : "has a reference and no input")
                                + " of the same name");
            }
            if (found.size() > 1) {
                return DataClip.unusable(name, "is there more than once: " + found + "; keep one");
            }
        }
        return new DataClip(
                name,
                references.map(side -> side.get(name).get(0)),
                inputs.map(side -> side.get(name).get(0)),
                "");
    }

    /** {@return the clips below a side by their names; more than one of a name where extensions alone differ} */
    private Map<String, List<Path>> named(Optional<Path> side) throws IOException {
        Map<String, List<Path>> clips = new TreeMap<>();
        if (side.isPresent()) {
            collect(side.get(), "", DEEPEST, clips);
        }
        return clips;
    }

    private void collect(Path folder, String prefix, int depth, Map<String, List<Path>> clips) throws IOException {
        for (Path entry : entries(folder)) {
            if (isClip(entry)) {
                String name = prefix + (Files.isDirectory(entry) ? name(entry) : stem(entry));
                clips.computeIfAbsent(name, n -> new ArrayList<>()).add(entry);
            } else if (Files.isDirectory(entry) && depth > 1) {
                collect(entry, prefix + name(entry) + "/", depth - 1, clips);
            }
        }
    }

    private boolean isClip(Path entry) throws IOException {
        return Files.isDirectory(entry)
                ? PictureFolder.accepts(entry)
                : Files.isRegularFile(entry) && video.test(entry);
    }

    private static boolean hasSides(Path folder) throws IOException {
        return side(folder, REFERENCES).isPresent() || side(folder, INPUTS).isPresent();
    }

    /** {@return whether the sides of a folder are clips themselves, and not folders of clips} */
    private boolean areClips(Path folder) throws IOException {
        Optional<Path> references = side(folder, REFERENCES);
        Optional<Path> inputs = side(folder, INPUTS);
        return (references.isEmpty() || isClip(references.get())) && (inputs.isEmpty() || isClip(inputs.get()));
    }

    private static Optional<Path> side(Path folder, List<String> names) throws IOException {
        List<Path> folders = folders(folder);
        return names.stream()
                .flatMap(name -> folders.stream().filter(f -> letters(name(f)).equals(name)))
                .findFirst();
    }

    private static List<Path> folders(Path folder) throws IOException {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "data" : name.toString();
    }

    private static String stem(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }

    /** {@return letters and digits of a name alone, in lower case} */
    static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
