package io.vsr4j.quality.evaluate;

import io.vsr4j.quality.MetricCard;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The table of one set.
 *
 * @param set the set
 * @param protocol how it was measured
 * @param metrics the columns
 * @param rows one for each model, in the order in which they were asked for
 * @param failures of its clips
 */
public record SetTable(
        DataSet set, Protocol protocol, List<MetricCard> metrics, List<Row> rows, List<RunFailure> failures) {
    /**
     * One model.
     *
     * @param model id of the model
     * @param figures what it is made of
     * @param results of the clips that are done, in their order
     */
    public record Row(String model, ModelFigures figures, List<ClipResult> results) {
        /** {@return mean over the clips that have a number; empty if none has} */
        public OptionalDouble mean(String metric) {
            return results.stream()
                    .filter(result -> result.metrics().containsKey(metric))
                    .mapToDouble(result -> result.metrics().get(metric).value())
                    .filter(value -> !Double.isNaN(value))
                    .average();
        }

        /** {@return how many clips have a number of a metric} */
        public long count(String metric) {
            return results.stream()
                    .filter(result -> result.metrics().containsKey(metric))
                    .filter(result -> !Double.isNaN(result.metrics().get(metric).value()))
                    .count();
        }

        /** {@return seconds in the network for a clip, on average; empty if none is done} */
        public OptionalDouble seconds() {
            return each(ClipResult::networkSeconds).average();
        }

        /** {@return all frames by all network seconds; empty if none is done} */
        public OptionalDouble framesPerSecond() {
            double seconds = each(ClipResult::networkSeconds).sum();
            return seconds > 0 ? OptionalDouble.of(each(ClipResult::frames).sum() / seconds) : OptionalDouble.empty();
        }

        /** {@return most bytes that any clip took; empty if none is done, or the system does not say} */
        public OptionalDouble peakBytes() {
            return each(result -> result.peakBytes()).filter(bytes -> bytes > 0).max();
        }

        private DoubleStream each(ToDoubleFunction<ClipResult> number) {
            return results.stream().mapToDouble(number);
        }
    }

    /** {@return the rows of papers to compare with; none if the set is not one of theirs} */
    List<Papers.Row> papers() {
        return set.known().map(Papers::of).orElse(List.of());
    }

    /** {@return the protocol in sentences} */
    public List<String> words() {
        return protocol.words(set);
    }

    /** {@return the table in aligned columns, a line each} */
    public List<String> lines() {
        return PlainTable.lines(this);
    }
}
