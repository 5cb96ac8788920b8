package io.vsr4j.functions.weights;

import io.vsr4j.tensor.CheckpointException;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a weights folder with their SHA-256. What is not listed is not fetched, and names that could lead out of the
 * folder, or hide in it, are refused: they come from a bucket.
 */
final class WeightsSums {
    private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](.+)");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,199}){0,15}");
    private static final int MOST_FILES = 10_000;

    private WeightsSums() {}

    /**
     * {@return hashes by name, names with slashes}
     *
     * @param where the list lies, for what is said of it
     * @param text the list
     * @throws CheckpointException if it is none, or names what is no file below the folder
     */
    static SortedMap<String, String> parse(String where, String text) {
        SortedMap<String, String> sums = new TreeMap<>();
        for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
            Matcher parts = LINE.matcher(line);
            require(parts.matches(), where, "is no list as sha256sum writes it: line '" + cut(line) + "'");
            String name = parts.group(2);
            require(
                    NAME.matcher(name).matches() && !name.equals(BucketWeights.SUMS),
                    where,
                    "names '" + cut(name) + "', which is no file of a weights folder; names have letters, digits, '.',"
                            + " '_', '-' and '/', and no part begins with a dot");
            String before = sums.put(name, parts.group(1).toLowerCase(Locale.ROOT));
            require(before == null, where, "names '" + name + "' twice");
        }
        require(!sums.isEmpty(), where, "is empty; sha256sum of every file belongs there");
        require(sums.size() <= MOST_FILES, where, "names more than " + MOST_FILES + " files");
        for (String name : sums.keySet()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                String folder = name.substring(0, slash);
                require(!sums.containsKey(folder), where, "names '" + folder + "' as a file and as a folder");
            }
        }
        return Collections.unmodifiableSortedMap(sums);
    }

    private static void require(boolean holds, String where, String otherwise) {
        if (!holds) {
            throw new CheckpointException(where + " " + otherwise);
        }
    }

    private static String cut(String text) {
        String shown = text.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 120 ? shown.substring(0, 120) + "..." : shown;
    }
}
