package io.vsr4j.media;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which files a folder or a pattern of pictures means, and in which order. */
final class PictureFiles {
    private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "tif", "tiff");
    private static final Pattern NUMBER = Pattern.compile("%(0(\\d+))?d");
    private static final Pattern PIECE = Pattern.compile("\\d+|\\D+");

    private PictureFiles() {}

    /** {@return whether a name stands for several files} */
    static boolean isPattern(Path input) {
        String name = input.getFileName() == null ? "" : input.getFileName().toString();
        boolean marked =
                name.contains("*") || name.contains("?") || NUMBER.matcher(name).find();
        return marked && !Files.exists(input);
    }

    /** {@return the pictures, in natural order: 2 before 10; empty if there are none} */
    static List<Path> of(Path input) throws IOException {
        if (Files.isRegularFile(input)) {
            return List.of(input);
        }
        Path folder = isPattern(input) ? input.toAbsolutePath().getParent() : input;
        if (!Files.isDirectory(folder)) {
            throw new MediaException(folder + ": there is no such folder, but pictures are looked for in it");
        }
        Pattern names = isPattern(input) ? regex(input.getFileName().toString()) : null;
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> wanted(file, names))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString(), PictureFiles::compare))
                    .toList();
        }
    }

    private static boolean wanted(Path file, Pattern names) {
        String name = file.getFileName().toString();
        if (name.startsWith(".")) {
            return false;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return names != null ? names.matcher(name).matches() : EXTENSIONS.contains(extension);
    }

    /** {@return what a file name must look like} */
    private static Pattern regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        Matcher number = NUMBER.matcher(pattern);
        int at = 0;
        while (number.find(at)) {
            regex.append(wildcards(pattern.substring(at, number.start())));
            regex.append(number.group(2) == null ? "\\d+" : "\\d{" + number.group(2) + ",}");
            at = number.end();
        }
        return Pattern.compile(regex.append(wildcards(pattern.substring(at))).toString());
    }

    private static String wildcards(String text) {
        return Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    }

    /** Compares runs of digits as numbers, and all else letter by letter. */
    static int compare(String a, String b) {
        Matcher left = PIECE.matcher(a);
        Matcher right = PIECE.matcher(b);
        while (true) {
            boolean more = left.find();
            if (!right.find() || !more) {
                int byLength = Integer.compare(a.length(), b.length());
                return byLength != 0 ? byLength : a.compareTo(b);
            }
            int order = comparePieces(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int comparePieces(String a, String b) {
        boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
        return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }
}
