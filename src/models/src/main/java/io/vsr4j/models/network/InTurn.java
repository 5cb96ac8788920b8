package io.vsr4j.models.network;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is in memory of a network whose blocks are loaded in turn ({@link BlockStream}). */
public final class InTurn {
    private static final Pattern BLOCK = Pattern.compile("(?:transformer\\.)?((?:blocks|inject)\\.\\d+)\\..*");

    private InTurn() {}

    /** {@return learned numbers of the two largest blocks, one at work and one on its way, and of all that is in none} */
    public static long count(Parameters parameters) {
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
