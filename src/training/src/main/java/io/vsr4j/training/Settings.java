package io.vsr4j.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A recipe's numbers by name, each of which a user may replace. Every setting that exists stands in the recipe's file, so
 * that the file tells the whole truth; a name that is not there is an error.
 */
public final class Settings {
    private final String recipe;
    private final Map<String, String> values;

    /**
     * @param recipe its name, for errors
     * @param values the file's settings
     * @param replaced what the user sets instead
     * @throws IllegalArgumentException if the file has no setting of such a name
     */
    public Settings(String recipe, Map<String, String> values, Map<String, String> replaced) {
        this.recipe = recipe;
        this.values = new TreeMap<>(values);
        Set<String> unknown = new TreeSet<>(replaced.keySet());
        unknown.removeAll(values.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("recipe " + recipe + " has no setting '"
                    + unknown.iterator().next() + "'; it has " + String.join(", ", this.values.keySet()));
        }
        this.values.putAll(replaced);
    }

    /** {@return the recipe's name} */
    public String recipe() {
        return recipe;
    }

    /** {@return everything by name, sorted} */
    public Map<String, String> values() {
        return new LinkedHashMap<>(values);
    }

    /** {@return whether there is a setting of that name} */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@return the text of a setting, without the blanks around it} */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("recipe " + recipe + " lacks its setting '" + name + "'");
        }
        return value.strip();
    }

    /** {@return a whole number of at least {@code least}} */
    public long integer(String name, long least) {
        long value = parse(name, "a whole number", Long::parseLong);
        if (value < least) {
            throw wrong(name, "at least " + least);
        }
        return value;
    }

    /** {@return a whole number of at least {@code least} that an int holds} */
    public int count(String name, int least) {
        return count(name, least, Integer.MAX_VALUE);
    }

    /** {@return a whole number from {@code least} to {@code most}} */
    public int count(String name, int least, int most) {
        long value = parse(name, "a whole number", Long::parseLong);
        if (value < least || value > most) {
            throw wrong(name, "from " + least + " to " + most);
        }
        return (int) value;
    }

    /** {@return a finite number from {@code least} to {@code most}} */
    public double number(String name, double least, double most) {
        double value = parse(name, "a number", Double::parseDouble);
        if (!(value >= least && value <= most)) {
            double above = Math.nextUp(most);
            throw wrong(
                    name,
                    "from " + words(least)
                            + (above == Math.rint(above) ? " to below " + words(above) : " to " + words(most)));
        }
        return value;
    }

    /** {@return a number as a user would write it} */
    private static String words(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /**
     * Refuses a value that does not go with the rest.
     *
     * @param name of the setting
     * @param fits whether it goes
     * @param rule what it must be, as in "at least 3"
     * @throws IllegalArgumentException if it does not
     */
    public void require(String name, boolean fits, String rule) {
        if (!fits) {
            throw wrong(name, rule);
        }
    }

    /** {@return true or false} */
    public boolean flag(String name) {
        return parse(name, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** {@return one of an enum's constants, which are written in small letters with hyphens} */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            known.add(constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
            if (known.get(known.size() - 1).equals(text(name))) {
                return constant;
            }
        }
        throw wrong(name, "one of " + String.join(", ", known));
    }

    /** {@return a path, null where the setting is empty} */
    public Path path(String name) {
        return text(name).isEmpty() ? null : parse(name, "a path", Path::of);
    }

    private <T> T parse(String name, String what, Function<String, T> parser) {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException e) {
            throw wrong(name, what);
        }
    }

    private IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(
                "setting " + name + " of recipe " + recipe + " must be " + rule + ", got '" + text(name) + "'");
    }
}
