package io.vsr4j.models.published;

import io.vsr4j.models.network.Parameters;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts by name what a network has in memory whose blocks are loaded in turn. */
public final class PublishedCounts {
    private static final Pattern BLOCK = Pattern.compile("(?:transformer\\.)?((?:blocks|inject)\\.\\d+)\\..*");

    private PublishedCounts() {}

    /** {@return learned numbers of the two largest blocks and of all that is in none} */
    public static long inTurn(Parameters parameters) {
        Map<String, Long> blocks = new TreeMap<>();
        long[] rest = new long[1];
        parameters.shapes().forEach((name, shape) -> {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                blocks.merge(block.group(1), shape.size(), Long::sum);
            } else {
                rest[0] += shape.size();
            }
        });
        return rest[0]
                + blocks.values().stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(2)
                        .mapToLong(Long::longValue)
                        .sum();
    }
}
