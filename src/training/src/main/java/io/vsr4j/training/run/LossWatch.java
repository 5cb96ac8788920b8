package io.vsr4j.training.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Notices when a loss is no number, or many times what it has been of late. */
final class LossWatch {
    /** How many values the median is taken of, and how many there must be. */
    private static final int WINDOW = 101;

    private static final int ENOUGH = 25;

    /** A loss that has all but vanished may come back to this share of its largest median without alarm. */
    private static final double FLOOR = 0.01;

    /** What the size of a loss that may be negative is compared with at least: the margin of hinge losses. */
    private static final double MARGIN = 1;

    private static final class Past {
        private final Deque<Double> values = new ArrayDeque<>();
        private double largest;

        double median() {
            double[] sorted =
                    values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return sorted[sorted.length / 2];
        }
    }

    private final double multiple;
    private final Map<String, Past> pasts = new LinkedHashMap<>();

    /** @param multiple of the median that a loss must stay below */
    LossWatch(double multiple) {
        this.multiple = multiple;
    }

    /**
     * Looks at a value and remembers it.
     *
     * @param signed whether the loss may be negative, so that it being near 0 says nothing of its scale
     * @return what is wrong, null if nothing is
     */
    String problem(String name, double value, boolean signed) {
        if (!Double.isFinite(value)) {
            return "the loss '" + name + "' is " + value;
        }
        Past past = pasts.computeIfAbsent(name, n -> new Past());
        double size = Math.abs(value);
        if (past.values.size() >= ENOUGH) {
            double median = past.median();
            past.largest = Math.max(past.largest, median);
            double reference = Math.max(median, signed ? MARGIN : FLOOR * past.largest);
            if (reference > 0 && size > multiple * reference) {
                return "the loss '" + name + "' is " + value + ", more than " + multiple + " times "
                        + (reference == median ? "its running median " : "its usual size ") + reference;
            }
        }
        past.values.add(size);
        if (past.values.size() > WINDOW) {
            past.values.remove();
        }
        return null;
    }

    /** {@return all that is remembered: by name the largest median, then the values} */
    Map<String, double[]> state() {
        Map<String, double[]> state = new LinkedHashMap<>();
        pasts.forEach((name, past) -> {
            double[] numbers = new double[1 + past.values.size()];
            numbers[0] = past.largest;
            int i = 1;
            for (double value : past.values) {
                numbers[i++] = value;
            }
            state.put(name, numbers);
        });
        return state;
    }

    /** Remembers what another one did. */
    void restore(Map<String, double[]> state) {
        pasts.clear();
        state.forEach((name, numbers) -> {
            Past past = new Past();
            past.largest = numbers[0];
            for (int i = 1; i < numbers.length; i++) {
                past.values.add(numbers[i]);
            }
            pasts.put(name, past);
        });
    }
}
