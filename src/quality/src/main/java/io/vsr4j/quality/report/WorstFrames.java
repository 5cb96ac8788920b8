package io.vsr4j.quality.report;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.MetricCard.Better;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which frames are worth a look. Neighbours are as bad as each other, so frames are taken some way apart. */
final class WorstFrames {
    /** Neighbours are closer than this part of the film. */
    private static final int PARTS = 12;

    private WorstFrames() {}

    /** {@return the metric that frames are judged by: the first of those named, or else the first that knows what is good} */
    static Optional<MetricResult> judge(Comparison comparison, List<String> preferred) {
        List<MetricResult> able =
                comparison.results().stream().filter(WorstFrames::knowsFrames).toList();
        return preferred.stream()
                .flatMap(id -> able.stream().filter(r -> r.card().id().equals(id)))
                .findFirst()
                .or(() -> able.stream()
                        .filter(r -> r.card().better() != Better.NEITHER)
                        .findFirst())
                .or(() -> able.stream().findFirst());
    }

    private static boolean knowsFrames(MetricResult result) {
        return result.score() != null && Arrays.stream(result.score().frames()).anyMatch(v -> !Double.isNaN(v));
    }

    /**
     * {@return indices of frames, the worst one first; the lowest one, where it is not known what is good}
     *
     * @param result its numbers
     * @param count how many at most
     */
    static List<Integer> of(MetricResult result, int count) {
        double[] values = result.score().frames();
        double sign = result.card().better() == Better.LOWER ? -1 : 1;
        int apart = Math.max(1, values.length / PARTS);
        List<Integer> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            int worst = -1;
            for (int i = 0; i < values.length; i++) {
                if (!Double.isNaN(values[i])
                        && (worst < 0 || sign * values[i] < sign * values[worst])
                        && isApart(i, chosen, apart)) {
                    worst = i;
                }
            }
            if (worst < 0) {
                break;
            }
            chosen.add(worst);
        }
        return chosen;
    }

    private static boolean isApart(int frame, List<Integer> others, int least) {
        return others.stream().allMatch(other -> Math.abs(other - frame) >= least);
    }

    /** {@return the frame whose number half of the others are below} */
    static int typical(MetricResult result) {
        double[] values = result.score().frames();
        double[] known =
                Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        double median = known[known.length / 2];
        return IntStream.range(0, values.length)
                .filter(i -> values[i] == median)
                .findFirst()
                .orElseThrow();
    }
}
