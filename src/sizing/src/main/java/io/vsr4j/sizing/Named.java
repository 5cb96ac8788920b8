package io.vsr4j.sizing;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Components of a record by the names that Terraform's variables have: {@code targetSeconds} is {@code target_seconds}. So a
 * number has one name wherever it is set.
 */
public final class Named {
    private Named() {}

    /** {@return the values of a record by name, in its order} */
    public static Map<String, Object> values(Record numbers) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : numbers.getClass().getRecordComponents()) {
            values.put(name(component), value(numbers, component));
        }
        return values;
    }

    /**
     * {@return the record with one component changed}
     *
     * @param numbers a record of whole numbers, numbers and booleans
     * @param name of the component, in snake case
     * @param text its new value
     * @throws IllegalArgumentException if there is no such component, or the value is none of its kind or against the
     *     record's rules
     */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R numbers, String name, String text) {
        RecordComponent[] components = numbers.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            boolean meant = name(components[i]).equals(name);
            found |= meant;
            values[i] = meant ? parse(name, types[i], text) : value(numbers, components[i]);
        }
        if (!found) {
            throw new IllegalArgumentException("there is no number '" + name + "'; there are "
                    + String.join(", ", values(numbers).keySet()));
        }
        try {
            return (R) numbers.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        }
    }

    private static Object parse(String name, Class<?> type, String text) {
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            }
            if (type == double.class) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            String kind = type == int.class ? "whole number" : "number";
            throw new IllegalArgumentException(name + " must be a " + kind + ", got '" + text + "'", e);
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false, got '" + text + "'");
        }
        return Boolean.valueOf(text);
    }

    private static Object value(Record numbers, RecordComponent component) {
        try {
            return component.getAccessor().invoke(numbers);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /** Refuses a number that is not in a range. */
    static void require(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + " must be in " + text(least) + ".." + text(most) + ", got " + text(value));
        }
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }
}
