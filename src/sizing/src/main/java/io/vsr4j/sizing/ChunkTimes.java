package io.vsr4j.sizing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long chunks take: as measured. The first chunks of a worker, in which a Java machine warms up, may be given one by one;
 * later ones are drawn from what was measured.
 *
 * @param first chunks of a worker, in their order; may be empty
 * @param later any others
 */
public record ChunkTimes(List<Effort> first, List<Effort> later) {
    /** @throws IllegalArgumentException if no chunk was measured */
    public ChunkTimes {
        first = List.copyOf(first);
        later = List.copyOf(later);
        if (later.isEmpty()) {
            throw new IllegalArgumentException("no chunk was measured");
        }
    }

    /** {@return chunks that all take the same time} */
    public static ChunkTimes constant(double seconds) {
        return new ChunkTimes(List.of(), List.of(new Effort(seconds, 0)));
    }

    /** {@return mean seconds of a chunk} */
    public double mean() {
        return later.stream().mapToDouble(Effort::seconds).average().orElseThrow();
    }

    Effort draw(int nth, RandomGenerator random) {
        if (nth < first.size()) {
            return first.get(nth);
        }
        return later.get(later.size() == 1 ? 0 : random.nextInt(later.size()));
    }
}
