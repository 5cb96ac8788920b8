package io.vsr4j.training.data;

import io.vsr4j.media.FileKinds;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what a data folder holds:
 *
 * <pre>
 * any/depth/CLIP.mp4               a video
 * any/depth/CLIP/00001.png ...     a video: consecutive numbers, one size
 * any/depth/*.jpg                  photos
 * any/photos/*.jpg                 photos, whatever their names
 * SET/GT  SET/LQ  SET/TEACHER      videos as above in GT/, and under the same names what belongs to them
 * </pre>
 */
final class DataTree {
    private static final List<String> HIGH = List.of("gt", "hr", "hq", "truth", "sharp", "target");
    private static final List<String> LOW = List.of("lq", "lr", "input", "blur4", "bdx4", "bix4", "lrx4");
    private static final List<String> TEACHER = List.of("teacher");
    private static final Set<String> PHOTOS = Set.of("photos", "photo");
    private static final int DEEPEST = 8;
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d{1,12})(\\D*)");

    private final Path root;
    private final List<Footage> found = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();
    private int others;

    private DataTree(Path root) {
        this.root = root;
    }

    /**
     * {@return everything in a folder, by name}
     *
     * @throws InvalidRequestException if there is nothing
     * @throws IOException if a folder cannot be listed
     */
    static List<Footage> read(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new InvalidRequestException(root + ": there is no such folder; name one with videos or photos");
        }
        DataTree tree = new DataTree(root);
        tree.walk(root, DEEPEST);
        if (tree.found.isEmpty()) {
            throw new InvalidRequestException(root + ": holds nothing to learn from: no video (mp4, mkv, mov, ...), no"
                    + " pictures (png, jpg, tif), none in GT/ either, " + DEEPEST + " folders deep; " + tree.others
                    + " files of other kinds are there");
        }
        return tree.found;
    }

    private void walk(Path folder, int depth) throws IOException {
        if (!seen.add(folder.toRealPath())) {
            return; // a link back, or a second way to the same
        }
        List<Path> entries = entries(folder);
        Path high = side(entries, HIGH);
        if (high != null) {
            pairs(high, side(entries, LOW), side(entries, TEACHER));
            return;
        }
        List<Path> pictures = new ArrayList<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) {
                if (depth > 1) {
                    walk(entry, depth - 1);
                }
            } else if (FileKinds.isVideo(entry)) {
                found.add(new Recording(name(entry), entry, null, null));
            } else if (FileKinds.isPicture(entry)) {
                pictures.add(entry);
            } else {
                others++;
            }
        }
        if (isFrames(folder, pictures)) {
            found.add(new Recording(name(folder), folder, null, null));
        } else {
            pictures.forEach(picture -> found.add(new Photo(name(picture), picture)));
        }
    }

    private void pairs(Path high, Path low, Path teacher) throws IOException {
        Map<String, Path> goods = clips(high);
        Map<String, Path> bads = low == null ? Map.of() : clips(low);
        Map<String, Path> taught = teacher == null ? Map.of() : clips(teacher);
        goods.forEach((name, path) -> {
            boolean whole = (low == null || bads.containsKey(name)) && (teacher == null || taught.containsKey(name));
            found.add(
                    whole
                            ? new Recording(name(path), path, bads.get(name), taught.get(name))
                            : new Unusable(name(path), path + ": has nothing of the same name in LQ/ or TEACHER/"));
        });
    }

    /** {@return videos and folders of frames below a side by their names; the side itself under no name} */
    private static Map<String, Path> clips(Path side) throws IOException {
        Map<String, Path> clips = new TreeMap<>();
        collect(side, side, clips, new HashSet<>(), DEEPEST);
        return clips;
    }

    /** @param above real paths of the folders around this one, which a link may lead back to */
    private static void collect(Path side, Path folder, Map<String, Path> clips, Set<Path> above, int depth)
            throws IOException {
        Path real = folder.toRealPath();
        if (!above.add(real)) {
            return;
        }
        boolean pictures = false;
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                if (depth > 1) {
                    collect(side, entry, clips, above, depth - 1);
                }
            } else if (FileKinds.isVideo(entry)) {
                String name = slashes(side.relativize(entry));
                clips.put(name.substring(0, name.lastIndexOf('.')), entry);
            } else {
                pictures |= FileKinds.isPicture(entry);
            }
        }
        if (pictures) {
            clips.put(slashes(side.relativize(folder)), folder);
        }
        above.remove(real);
    }

    /** {@return whether pictures are the frames of a video} */
    private boolean isFrames(Path folder, List<Path> pictures) throws IOException {
        if (pictures.size() < 2 || PHOTOS.contains(letters(folder))) {
            return false;
        }
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        String around = null;
        for (Path picture : pictures) {
            Matcher name = NUMBERED.matcher(FileKinds.stem(picture));
            if (!name.matches()) {
                return false;
            }
            String other = name.group(1) + "*" + name.group(3);
            if (around != null && !around.equals(other)) {
                return false;
            }
            around = other;
            least = Math.min(least, Long.parseLong(name.group(2)));
            most = Math.max(most, Long.parseLong(name.group(2)));
        }
        return most - least + 1 == pictures.size() && areOfOneSize(pictures);
    }

    /** Three tell photos from frames; frames are compared one and all when they are opened. */
    private static boolean areOfOneSize(List<Path> pictures) throws IOException {
        int[] first = size(pictures.get(0));
        for (int i : new int[] {pictures.size() / 2, pictures.size() - 1}) {
            int[] other = size(pictures.get(i));
            if (first[0] != other[0] || first[1] != other[1]) {
                return false;
            }
        }
        return true;
    }

    private static int[] size(Path picture) throws IOException {
        try {
            return PictureFolder.size(picture, MediaLimits.DEFAULT);
        } catch (MediaException e) {
            return new int[2]; // damaged, which is told when it is used
        }
    }

    private String name(Path path) {
        return slashes(root.relativize(path));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static Path side(List<Path> entries, List<String> names) {
        for (String name : names) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry) && letters(entry).equals(name)) {
                    return entry;
                }
            }
        }
        return null;
    }

    private static String letters(Path path) {
        return path.getFileName() == null
                ? ""
                : path.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** {@return files and folders; reading a pipe would not end} */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(e -> !e.getFileName().toString().startsWith("."))
                    .filter(e -> Files.isDirectory(e) || Files.isRegularFile(e))
                    .sorted()
                    .toList();
        }
    }
}
